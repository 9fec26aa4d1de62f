/** What completion offers for AWS Config: managed rules and their parameters, types of resources, runbooks, names of a pack. */

import { type ManagedRule, managedRule, nameOfRule, type RuleParameter } from '../configCatalogue.ts';
import { managedRuleText, parameterText } from '../hover/config.ts';
import { type ConfigView, configOf } from '../kinds/config.ts';
import type { ConfigRule } from '../kinds/configRule.ts';
import { freeName } from '../refactor/refactoring.ts';
import { entryOf, get, type MapNode, type Node, textOf } from '../syntax/node.ts';
import type { KeyPlace, ValuePlace } from './place.ts';
import type { Scene } from './scene.ts';
import { schemaAt } from './spot.ts';
import type { Stub } from './stub.ts';
import type { Written } from './values.ts';

/** Values at a place of a document of AWS Config; nothing in others. */
export function configValues(place: ValuePlace, scene: Scene): Written[] {
  const { document, part, lookups } = scene;
  const view = configOf(document, part);
  const { map, key } = place.spot;
  switch (schemaAt(place.spot, place.node, part)?.format) {
    case 'managed-rule':
      return textOf(get(map, 'Owner')) === 'CUSTOM_LAMBDA' ? [] : ruleItems(scene);
    case 'config-resource-type':
      return typeItems(view, map, scene);
    case 'runbook-name':
      return (lookups.documentNames?.('automation') ?? []).map((label) => ({ label, detail: 'Automation runbook' }));
    case 'condition-name':
      return [...(view.template?.conditions.keys() ?? [])].map((label) => ({ label }));
    case 'resource-name':
      return (view.template?.resources ?? []).flatMap(({ name, type, entry }) =>
        entry.value === map ? [] : [{ label: name, detail: type ?? '' }],
      );
    default:
  }
  if (key === 'Ref') return [...(view.template?.parameters.keys() ?? [])].map((label) => ({ label }));
  const remediation = view.remediations.find(({ node }) => node === map);
  if (remediation !== undefined && key === 'ConfigRuleName')
    return view.rules.flatMap(({ name, identifier }) =>
      name === undefined ? [] : [{ label: name.text, detail: identifier?.text ?? '' }],
    );
  const rule = view.rules.find(({ inputs }) => inputs.some(({ entry }) => entry.value === map));
  const parameters = (rule && parametersOf(rule, scene)) ?? {};
  const parameter = key !== undefined && Object.hasOwn(parameters, key) ? parameters[key] : undefined;
  return parameter === undefined ? [] : parameterValues(parameter).map((label) => ({ label }));
}

function ruleItems({ lookups }: Scene): Written[] {
  return Object.entries(lookups.config?.()?.rules ?? {}).map(([label, rule]) => ({
    label,
    detail: detailOf(rule),
    documentation: () => managedRuleText(label, rule),
    // The name of its page is what many know it by.
    filter: `${label} ${nameOfRule(label, rule)}`,
  }));
}

function detailOf({ trigger = [], types = [] }: ManagedRule): string {
  const [first, ...others] = types;
  const what = first === undefined ? '' : `${first}${others.length > 0 ? ` and ${others.length} more` : ''}`;
  return [trigger.join(' and '), what].filter((each) => each !== '').join(', ');
}

/** The types that the rule evaluates, where it is a managed one; else all that Config records. */
function typeItems(view: ConfigView, map: MapNode | undefined, { lookups }: Scene): Written[] {
  const catalogue = lookups.config?.();
  const remediation = view.remediations.find(({ node }) => node === map);
  const rule =
    remediation?.rule ?? view.rules.find(({ node, source }) => get(node, 'Scope') === map || source?.value === map);
  const types = managedRule(catalogue, rule?.identifier?.text)?.types;
  const all = Object.entries(catalogue?.resourceTypes ?? {}).flatMap(([type, recorded]) => (recorded ? [type] : []));
  const wanted = types === undefined || types.includes('AWS::::Account') ? all : types;
  const given = new Set(rule?.resourceTypes.map(({ text }) => text));
  return wanted.filter((type) => !given.has(type)).map((label) => ({ label }));
}

function parametersOf(rule: ConfigRule, { lookups }: Scene): Readonly<Record<string, RuleParameter>> | undefined {
  return managedRule(lookups.config?.(), rule.identifier?.text)?.parameters;
}

/** Values worth offering: those it takes, or the one that the console fills in. */
export function parameterValues({ type, allowed, default: usual }: RuleParameter): readonly string[] {
  const some = allowed ?? (type === 'boolean' ? ['true', 'false'] : []);
  return usual === undefined || some.includes(usual) ? some : [usual, ...some];
}

/** A key that may be added, as `keys.ts` has them. */
export interface ConfigKey {
  key: string;
  stub: Stub;
  detail: string;
  documentation?: () => string;
  rank: 0 | 1;
  with?: [string, Stub][];
}

/** Parameters that a managed rule takes, those of the runbook of a remediation, and whole resources. */
export function configKeys({ spot }: KeyPlace, scene: Scene): ConfigKey[] {
  const { document, part, lookups } = scene;
  const view = configOf(document, part);
  const inside = (node: Node): boolean => node === spot.map;
  if (spot.key === 'InputParameters' || spot.key === 'OptionalParameters') {
    const rule = view.rules.find(({ node, source }) => inside(node) || (source !== undefined && inside(source.value)));
    return Object.entries((rule && parametersOf(rule, scene)) ?? {}).map(([key, parameter]) => ({
      key,
      stub: stubOf(parameter),
      detail: parameter.type,
      documentation: () => parameterText(key, parameter),
      rank: parameter.required ? 0 : 1,
    }));
  }
  if (spot.key === 'Resources' && spot.map === part.root) return resourceKeys(view);
  const remediation = spot.key === 'Parameters' ? view.remediations.find(({ node }) => inside(node)) : undefined;
  const called = remediation?.target === undefined ? undefined : lookups.document?.(remediation.target.text);
  if (remediation === undefined || called?.kind !== 'automation') return [];
  const taken = get(remediation.node, 'Parameters');
  const bound =
    taken?.type === 'map' && taken.entries.some(({ value }) => entryOf(value, 'ResourceValue') !== undefined);
  return Object.entries(called.parameters).map(([key, { type, required }]) => ({
    key,
    stub: required && !bound && /^String/.test(type) && key !== 'AutomationAssumeRole' ? ofResource : fixed,
    detail: type,
    rank: required ? 0 : 1,
  }));
}

/** A rule, and a remediation of a rule that is there, under names that are not taken. */
function resourceKeys({ template, rules }: ConfigView): ConfigKey[] {
  if (template === undefined) return [];
  const free = (name: string): string =>
    freeName(name, (each) => template.resources.some((resource) => resource.name === each));
  const mendable = rules.flatMap(({ name, organization, resource }) =>
    name === undefined || organization || resource === undefined ? [] : [{ name: name.text, resource: resource.name }],
  );
  const rule: ConfigKey = {
    key: free('ConfigRule'),
    stub: resourceStub('ConfigRule', [
      ['ConfigRuleName', { type: 'hole', text: true }],
      [
        'Source',
        {
          type: 'map',
          entries: [
            ['Owner', { type: 'text', value: 'AWS' }],
            ['SourceIdentifier', { type: 'hole', text: true }],
          ],
        },
      ],
    ]),
    detail: 'a managed rule',
    rank: 1,
  };
  if (mendable.length === 0) return [rule];
  const remediation: ConfigKey = {
    key: free('Remediation'),
    // Both choices are in the order of the rules: a remediation that does not wait for its rule may be refused.
    stub: resourceStub(
      'RemediationConfiguration',
      [
        ['ConfigRuleName', { type: 'hole', text: true, choices: mendable.map(({ name }) => name) }],
        ['TargetType', { type: 'text', value: 'SSM_DOCUMENT' }],
        ['TargetId', { type: 'hole', text: true }],
      ],
      mendable.map(({ resource }) => resource),
    ),
    detail: 'a remediation of a rule above',
    rank: 1,
  };
  return [rule, remediation];
}

/** @param after - the resources of which it waits for one. */
function resourceStub(type: string, properties: [string, Stub][], after: string[] = []): Stub {
  return {
    type: 'map',
    entries: [
      ['Type', { type: 'text', value: `AWS::Config::${type}` }],
      ...(after.length > 0 ? [['DependsOn', { type: 'hole', text: true, choices: after }] as [string, Stub]] : []),
      ['Properties', { type: 'map', entries: properties }],
    ],
  };
}

function stubOf(parameter: RuleParameter): Stub {
  const choices = parameterValues(parameter);
  const [first] = choices;
  if (first === undefined) return { type: 'hole', text: true };
  return choices.length > 1 ? { type: 'hole', text: true, choices } : { type: 'hole', text: true, fallback: first };
}

const ofResource: Stub = {
  type: 'map',
  entries: [['ResourceValue', { type: 'map', entries: [['Value', { type: 'text', value: 'RESOURCE_ID' }]] }]],
};
const fixed: Stub = {
  type: 'map',
  entries: [
    ['StaticValue', { type: 'map', entries: [['Values', { type: 'list', item: { type: 'hole', text: true } }]] }],
  ],
};
