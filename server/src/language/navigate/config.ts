/**
 * The names of a template of AWS Config: parameters, conditions, logical ids and the names of rules, where each is declared
 * and wherever else it stands. `occurrences.ts` takes them into its table.
 */

import { nameRange } from '../calls.ts';
import type { Part } from '../document.ts';
import { type Resource, type TemplateView, templateView } from '../kinds/template.ts';
import type { Range } from '../problem.ts';
import { callOf } from '../syntax/intrinsics.ts';
import { type Entry, entriesOf, get, itemsOf, type Node, resolve, type ScalarNode, textOf } from '../syntax/node.ts';

export type TemplateKind = 'template-parameter' | 'condition' | 'resource' | 'rule-name';

export const templateKinds: ReadonlySet<string> = new Set<TemplateKind>([
  'template-parameter',
  'condition',
  'resource',
  'rule-name',
]);

/** One place that names something of a template. */
export interface TemplateName {
  kind: TemplateKind;
  name: string;
  node: ScalarNode;
  place: Range;
  /** All of what it declares; undefined where the name is only used. */
  declares: Range | undefined;
}

export interface TemplateNames {
  names: TemplateName[];
  /** Things that also stand where they cannot be followed. */
  unsure: { kind: TemplateKind; name: string }[];
}

const ruleTypes = new Set(['AWS::Config::ConfigRule', 'AWS::Config::OrganizationConfigRule']);
const remediationType = 'AWS::Config::RemediationConfiguration';

/** The names of a pack or a template; none in a part of another kind. */
export function templateNames({ root, kind }: Part): TemplateNames {
  if (kind !== 'conformance-pack' && kind !== 'cloudformation-template') return { names: [], unsure: [] };
  const template = templateView(root);
  const names = [
    ...declared('template-parameter', [...template.parameters.values()]),
    ...declared('condition', [...template.conditions.values()]),
    ...declared(
      'resource',
      template.resources.map(({ entry }) => entry),
    ),
    ...uses(template),
    ...labels(root),
    ...template.resources.flatMap(dependencies),
    ...template.resources.flatMap(ruleName),
  ];
  return { names, unsure: unsureOf(template, names) };
}

function declared(kind: TemplateKind, entries: readonly Entry[]): TemplateName[] {
  return entries.flatMap(({ key, value }) =>
    key.complex === undefined
      ? [{ kind, name: key.text, node: key, place: nameRange(key), declares: spanOf(key, value) }]
      : [],
  );
}

function uses({ uses: all, parameters }: TemplateView): TemplateName[] {
  return all.flatMap(({ name, target, range, node }): TemplateName[] => {
    // `AWS::Region` and the like are filled in by CloudFormation.
    if (name === '' || name.includes(':')) return [];
    const kind = target === 'condition' ? target : parameters.has(name) ? 'template-parameter' : 'resource';
    return [{ kind, name, node, place: range, declares: undefined }];
  });
}

/** How the console groups and labels the parameters: the one place of `Metadata` that names them. */
function labels(root: Node): TemplateName[] {
  const shown = get(get(root, 'Metadata'), 'AWS::CloudFormation::Interface');
  const grouped = itemsOf(get(shown, 'ParameterGroups')).flatMap((group) => itemsOf(get(group, 'Parameters')));
  const labelled = entriesOf(get(shown, 'ParameterLabels')).map(({ key }) => key);
  return [...grouped, ...labelled].flatMap((each) => used('template-parameter', each));
}

function dependencies({ entry }: Resource): TemplateName[] {
  const depends = get(entry.value, 'DependsOn');
  return (depends?.type === 'list' ? depends.items : [depends]).flatMap((each) => used('resource', each));
}

/** The name that a rule has, and by which a remediation knows it. */
function ruleName({ type = '', entry, properties }: Resource): TemplateName[] {
  const isRule = ruleTypes.has(type);
  if (!isRule && type !== remediationType) return [];
  const key = type.endsWith('OrganizationConfigRule') ? 'OrganizationConfigRuleName' : 'ConfigRuleName';
  const declares = isRule ? spanOf(entry.key, entry.value) : undefined;
  return used('rule-name', properties && get(properties, key)).map((each) => ({ ...each, declares }));
}

function used(kind: TemplateKind, value: Node | undefined): TemplateName[] {
  const node = resolve(value);
  const plain = node?.type === 'scalar' && node.value !== null && !node.unknown && callOf(node) === undefined;
  return plain && node.text !== ''
    ? [{ kind, name: node.text, node, place: nameRange(node), declares: undefined }]
    : [];
}

function unsureOf(
  { calls, parameters, resources }: TemplateView,
  names: readonly TemplateName[],
): TemplateNames['unsure'] {
  // A loop puts names together, so that any of them may be meant.
  const loops =
    calls.some(({ name }) => name.startsWith('ForEach')) || resources.some(({ name }) => name.includes('::'));
  if (loops) return names.map(({ kind, name }) => ({ kind, name }));
  // A remediation may take the name of its rule from a parameter.
  return resources.flatMap(({ type, properties }): TemplateNames['unsure'] => {
    const call = type === remediationType && properties ? callOf(get(properties, 'ConfigRuleName')) : undefined;
    if (call?.name !== 'Ref') return [];
    const name = textOf(get(parameters.get(textOf(call.argument) ?? '')?.value, 'Default'));
    return name === undefined ? [] : [{ kind: 'rule-name', name }];
  });
}

function spanOf({ start, end }: Range, value: Range): Range {
  return { start, end: Math.max(end, value.end) };
}
