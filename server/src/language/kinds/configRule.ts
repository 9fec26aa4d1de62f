/** One Config rule, whatever form it is written in: as for the API, in a template, for an organization, for the RDK. */

import type { Range } from '../problem.ts';
import { innerSyntax } from '../syntax/inner.ts';
import {
  type Entry,
  entriesOf,
  entryOf,
  get,
  itemsOf,
  type MapNode,
  type Node,
  resolve,
  type ScalarNode,
} from '../syntax/node.ts';
import { sourceOffset } from '../syntax/scalar.ts';
import { given, isFilledIn, type Literal, literalOf, type Resource, type TemplateView } from './template.ts';

export type Owner = 'AWS' | 'CUSTOM_LAMBDA' | 'CUSTOM_POLICY';

/** Something that triggers a custom rule. */
export interface Trigger {
  message: Literal;
  /** The map it stands in; undefined for an organization rule, which only lists them. */
  detail: MapNode | undefined;
  frequency: Entry | undefined;
}

/** The values for the parameters of a rule. */
export interface Inputs {
  entry: Entry;
  /** Written as JSON text; else as a map. */
  asText: boolean;
  /** Undefined when a template fills them in, or when they cannot be read. */
  entries: readonly Entry[] | undefined;
  /** What is wrong with the text. */
  fault?: Range & { message: string };
}

export interface ConfigRule {
  node: MapNode;
  form: 'api' | 'template' | 'rdk';
  organization: boolean;
  resource: Resource | undefined;
  /** The template around it, whose parameters it may refer to. */
  template: TemplateView | undefined;
  name: Literal | undefined;
  /** Undefined when it is not known, or not one of the three. */
  owner: Owner | undefined;
  /** `Source`, or the metadata of an organization rule. */
  source: Entry | undefined;
  /** `SourceIdentifier` of a managed rule, as far as it is known. */
  identifier: Literal | undefined;
  /** The function of a Lambda rule. */
  lambda: Entry | undefined;
  policyText: Entry | undefined;
  triggers: readonly Trigger[];
  /** True when a template fills in some of the triggers. */
  openTriggers: boolean;
  frequency: Entry | undefined;
  /** Types in the scope, as far as they are known. */
  typesEntry: Entry | undefined;
  resourceTypes: readonly Literal[];
  resourceId: Entry | undefined;
  tagKey: Entry | undefined;
  tagValue: Entry | undefined;
  inputs: readonly Inputs[];
  modes: readonly Literal[];
}

const owners: readonly Owner[] = ['AWS', 'CUSTOM_LAMBDA', 'CUSTOM_POLICY'];

/** A rule of one account. */
export function singleRule(
  node: MapNode,
  form: 'api' | 'template',
  resource: Resource | undefined,
  template: TemplateView | undefined,
): ConfigRule {
  const source = given(node, 'Source');
  const scope = get(node, 'Scope');
  const written = literalOf(entryOf(source?.value, 'Owner')?.value, template)?.text;
  const owner = owners.find((each) => each === written);
  const identifier = given(source?.value, 'SourceIdentifier');
  const details = given(source?.value, 'SourceDetails');
  return {
    node,
    form,
    organization: false,
    resource,
    template,
    name: literalOf(entryOf(node, 'ConfigRuleName')?.value, template),
    owner,
    source,
    identifier: owner === 'AWS' ? literalOf(identifier?.value, template) : undefined,
    lambda: owner === 'CUSTOM_LAMBDA' ? identifier : undefined,
    policyText: given(get(source?.value, 'CustomPolicyDetails'), 'PolicyText'),
    triggers: itemsOf(details?.value).flatMap((item) => triggerOf(item, template)),
    openTriggers: isOpen(details?.value),
    frequency: given(node, 'MaximumExecutionFrequency'),
    ...scopeOf(given(scope, 'ComplianceResourceTypes'), template),
    resourceId: given(scope, 'ComplianceResourceId'),
    tagKey: given(scope, 'TagKey'),
    tagValue: given(scope, 'TagValue'),
    inputs: inputsOf(node, ['InputParameters']),
    modes: itemsOf(get(node, 'EvaluationModes')).flatMap(
      (item) => literalOf(entryOf(item, 'Mode')?.value, template) ?? [],
    ),
  };
}

function triggerOf(item: Node, template: TemplateView | undefined): Trigger[] {
  const detail = resolve(item);
  const message = literalOf(entryOf(detail, 'MessageType')?.value, template);
  return message !== undefined && detail?.type === 'map'
    ? [{ message, detail, frequency: given(detail, 'MaximumExecutionFrequency') }]
    : [];
}

/** True where a template decides about the items of a list. */
function isOpen(list: Node | undefined): boolean {
  return isFilledIn(list) || itemsOf(list).some((item) => isFilledIn(item) || isFilledIn(get(item, 'MessageType')));
}

function scopeOf(
  typesEntry: Entry | undefined,
  template: TemplateView | undefined,
): Pick<ConfigRule, 'typesEntry' | 'resourceTypes'> {
  return { typesEntry, resourceTypes: itemsOf(typesEntry?.value).flatMap((item) => literalOf(item, template) ?? []) };
}

const metadata: readonly (readonly [key: string, owner: Owner])[] = [
  ['OrganizationManagedRuleMetadata', 'AWS'],
  ['OrganizationCustomRuleMetadata', 'CUSTOM_LAMBDA'],
  ['OrganizationCustomPolicyRuleMetadata', 'CUSTOM_POLICY'],
];

/** A rule of a whole organization. */
export function organizationRule(
  node: MapNode,
  form: 'api' | 'template',
  resource: Resource | undefined,
  template: TemplateView | undefined,
): ConfigRule {
  const [key = '', owner] = metadata.find(([each]) => entryOf(node, each) !== undefined) ?? [];
  const source = given(node, key);
  const inner = resolve(source?.value);
  const triggers = given(inner, 'OrganizationConfigRuleTriggerTypes');
  return {
    node,
    form,
    organization: true,
    resource,
    template,
    name: literalOf(entryOf(node, 'OrganizationConfigRuleName')?.value, template),
    owner,
    source,
    identifier: literalOf(entryOf(inner, 'RuleIdentifier')?.value, template),
    lambda: given(inner, 'LambdaFunctionArn'),
    policyText: given(inner, 'PolicyText'),
    triggers: itemsOf(triggers?.value).flatMap((item): Trigger[] => {
      const message = literalOf(item, template);
      return message === undefined ? [] : [{ message, detail: undefined, frequency: undefined }];
    }),
    openTriggers: isOpen(triggers?.value),
    frequency: given(inner, 'MaximumExecutionFrequency'),
    ...scopeOf(given(inner, 'ResourceTypesScope'), template),
    resourceId: given(inner, 'ResourceIdScope'),
    tagKey: given(inner, 'TagKeyScope'),
    tagValue: given(inner, 'TagValueScope'),
    inputs: inner?.type === 'map' ? inputsOf(inner, ['InputParameters']) : [],
    modes: [],
  };
}

/** A rule of the RDK: the map `Parameters` of its file. */
export function rdkRule(node: MapNode): ConfigRule {
  const identifier = literalOf(given(node, 'SourceIdentifier')?.value, undefined);
  const typesEntry = given(node, 'SourceEvents');
  return {
    node,
    form: 'rdk',
    organization: false,
    resource: undefined,
    template: undefined,
    name: literalOf(entryOf(node, 'RuleName')?.value, undefined),
    owner: identifier === undefined ? 'CUSTOM_LAMBDA' : 'AWS',
    source: undefined,
    identifier,
    lambda: undefined,
    policyText: undefined,
    triggers: [],
    openTriggers: false,
    frequency: given(node, 'SourcePeriodic'),
    typesEntry,
    resourceTypes: rdkTypes(resolve(typesEntry?.value)),
    resourceId: undefined,
    tagKey: undefined,
    tagValue: undefined,
    inputs: inputsOf(node, ['InputParameters', 'OptionalParameters']),
    modes: [],
  };
}

/** A list, or a text with commas; `ALL` and `NONE` are no types. */
function rdkTypes(node: Node | undefined): Literal[] {
  if (node?.type === 'list') return node.items.flatMap((item) => literalOf(item, undefined) ?? []);
  if (node?.type !== 'scalar' || node.value === null) return [];
  return [...node.text.matchAll(/[^,\s]+/g)].flatMap(({ 0: text, index }): Literal[] =>
    text === 'ALL' || text === 'NONE' ? [] : [{ text, node, place: stretch(node, index, index + text.length) }],
  );
}

function stretch(node: ScalarNode, start: number, end: number): Range {
  return { start: sourceOffset(node, start), end: sourceOffset(node, end) };
}

function inputsOf(node: MapNode, keys: readonly string[]): Inputs[] {
  return keys.flatMap((key): Inputs[] => {
    const entry = given(node, key);
    return entry === undefined ? [] : [readInputs(entry)];
  });
}

function readInputs(entry: Entry): Inputs {
  const value = resolve(entry.value);
  if (isFilledIn(value) || value === undefined) return { entry, asText: false, entries: undefined };
  if (value.type === 'map') return { entry, asText: false, entries: entriesOf(value) };
  if (value.type === 'list')
    return { entry, asText: false, entries: undefined, fault: { ...rangeOf(entry.key), message: 'a list' } };
  const { roots, faults } = innerSyntax(value, 'json');
  const [fault] = faults.filter(({ rule }) => rule === 'json-syntax');
  const [root] = roots;
  const read: Inputs = { entry, asText: true, entries: root?.type === 'map' ? root.entries : undefined };
  if (fault !== undefined) return { ...read, entries: undefined, fault: { ...rangeOf(fault), message: fault.message } };
  return root?.type === 'map' ? read : { ...read, fault: { ...rangeOf(value), message: 'no map' } };
}

function rangeOf({ start, end }: Range): Range {
  return { start, end };
}

/** The values for a rule's parameters, from all places it has for them; undefined when some are not known. */
export function inputEntries({ inputs }: ConfigRule): { entry: Entry; asText: boolean }[] | undefined {
  if (inputs.some(({ entries }) => entries === undefined)) return undefined;
  return inputs.flatMap(({ entries = [], asText }) => entries.map((entry) => ({ entry, asText })));
}

/** Where to report what a rule lacks: at its name, or at the key it stands under. */
export function headOfRule({ name, resource, source, node }: ConfigRule): Range {
  return name?.place ?? resource?.entry.key ?? source?.key ?? node.entries[0]?.key ?? node;
}
