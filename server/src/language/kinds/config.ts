/**
 * The view of what AWS Config reads: rules, remediations and requests for conformance packs, wherever they stand.
 *
 * A rule alone, in a request, in a template, in a pack and of the RDK gives the same `ConfigRule`, so that the rules of
 * this folder's neighbour look at it once. Only this file knows where each form keeps what. A value that a template fills
 * in is there, but not known.
 */

import type { Document, Part } from '../document.ts';
import type { Entry, ScalarNode } from '../syntax/node.ts';
import { entriesOf, entryOf, get, itemsOf, type MapNode, type Node, resolve, textOf } from '../syntax/node.ts';
import { type ConfigRule, organizationRule, rdkRule, singleRule } from './configRule.ts';
import { given, type Literal, literalOf, type Resource, type TemplateView, templateView } from './template.ts';

export interface Remediation {
  node: MapNode;
  form: 'api' | 'template' | 'rdk';
  resource: Resource | undefined;
  ruleName: Literal | undefined;
  /** The rule it belongs to, where that stands in the same document. */
  rule: ConfigRule | undefined;
  /** The runbook. */
  target: Literal | undefined;
  /** The values for the parameters of the runbook, and where they stand. */
  parameters: Entry | undefined;
  automatic: Entry | undefined;
}

/** A request for a conformance pack, or the resource that makes one. */
export interface PackRequest {
  node: MapNode;
  organization: boolean;
  /** The template as text, where it is given so. */
  body: ScalarNode | undefined;
  /** The template read, where it stands in the same document. */
  template: TemplateView | undefined;
  inputs: readonly { name: Literal | undefined; node: Node }[];
}

export interface ConfigView {
  rules: readonly ConfigRule[];
  remediations: readonly Remediation[];
  packs: readonly PackRequest[];
  /** The template around it all, for a template and a pack. */
  template: TemplateView | undefined;
}

const empty: ConfigView = { rules: [], remediations: [], packs: [], template: undefined };
const known = new WeakMap<Part, ConfigView>();

/** The view of a part, read once. */
export function configOf(document: Document, part: Part): ConfigView {
  let view = known.get(part);
  if (view === undefined) {
    view = read(document, part);
    known.set(part, view);
  }
  return view;
}

function read(document: Document, part: Part): ConfigView {
  const root = resolve(part.root);
  if (root?.type !== 'map') return empty;
  switch (part.kind) {
    case 'config-rule': {
      const wrapped = get(root, 'ConfigRule');
      const node = wrapped?.type === 'map' ? wrapped : root;
      return { ...empty, rules: [singleRule(node, 'api', undefined, undefined)] };
    }
    case 'organization-config-rule':
      return { ...empty, rules: [organizationRule(root, 'api', undefined, undefined)] };
    case 'conformance-pack-request':
      return { ...empty, packs: [packRequest(document, root, undefined)] };
    case 'remediation': {
      const list = resolve(root)?.type === 'list' ? root : entryOf(root, 'RemediationConfigurations')?.value;
      const nodes = list === undefined ? [root] : itemsOf(list).map(resolve);
      const maps = nodes.filter((node): node is MapNode => node?.type === 'map');
      return { ...empty, remediations: maps.map((node) => remediationOf(node, 'api', undefined, undefined, [])) };
    }
    case 'rdk-rule':
      return rdkView(root);
    case 'conformance-pack':
    case 'cloudformation-template':
      return viewOfTemplate(document, root);
    default:
      return empty;
  }
}

function rdkView(root: MapNode): ConfigView {
  const parameters = get(root, 'Parameters');
  if (parameters?.type !== 'map') return empty;
  const rule = rdkRule(parameters);
  const remediation = get(parameters, 'Remediation');
  const remediations =
    remediation?.type === 'map' ? [{ ...remediationOf(remediation, 'rdk', undefined, undefined, []), rule }] : [];
  return { ...empty, rules: [rule], remediations };
}

function viewOfTemplate(document: Document, root: MapNode): ConfigView {
  const template = templateView(root);
  const rules: ConfigRule[] = [];
  const packs: PackRequest[] = [];
  for (const resource of template.resources) {
    const { type, properties } = resource;
    if (properties === undefined) continue;
    if (type === 'AWS::Config::ConfigRule') rules.push(singleRule(properties, 'template', resource, template));
    else if (type === 'AWS::Config::OrganizationConfigRule')
      rules.push(organizationRule(properties, 'template', resource, template));
    else if (type === 'AWS::Config::ConformancePack' || type === 'AWS::Config::OrganizationConformancePack')
      packs.push(packRequest(document, properties, template));
  }
  const remediations = template.resources.flatMap((resource) =>
    resource.type === 'AWS::Config::RemediationConfiguration' && resource.properties !== undefined
      ? [remediationOf(resource.properties, 'template', resource, template, rules)]
      : [],
  );
  return { rules, remediations, packs, template };
}

function remediationOf(
  node: MapNode,
  form: Remediation['form'],
  resource: Resource | undefined,
  template: TemplateView | undefined,
  rules: readonly ConfigRule[],
): Remediation {
  const named = entryOf(node, 'ConfigRuleName')?.value;
  const ruleName = literalOf(named, template);
  const referred = template?.uses.find(({ range }) => named !== undefined && within(range, named))?.name;
  const rule = rules.find(
    (each) =>
      (ruleName !== undefined && each.name?.text === ruleName.text) ||
      (referred !== undefined && each.resource?.name === referred),
  );
  return {
    node,
    form,
    resource,
    ruleName,
    rule,
    target: literalOf(entryOf(node, 'TargetId')?.value, template),
    parameters: given(node, 'Parameters'),
    automatic: given(node, 'Automatic'),
  };
}

function within(range: { start: number; end: number }, node: Node): boolean {
  return node.start <= range.start && range.end <= node.end;
}

function packRequest(document: Document, node: MapNode, template: TemplateView | undefined): PackRequest {
  const body = get(node, 'TemplateBody');
  const inner = document.parts.find(({ embedded, root }) => embedded && body !== undefined && within(root, body));
  return {
    node,
    organization: entryOf(node, 'OrganizationConformancePackName') !== undefined,
    body: body?.type === 'scalar' ? body : undefined,
    template: inner === undefined ? undefined : templateView(inner.root),
    inputs: itemsOf(get(node, 'ConformancePackInputParameters')).map((item) => ({
      name: literalOf(entryOf(item, 'ParameterName')?.value, template),
      node: item,
    })),
  };
}

/** The values that a remediation gives to the parameters of its runbook. */
export function valuesOf({ parameters }: Pick<Remediation, 'parameters'>): readonly Entry[] {
  return parameters === undefined ? [] : entriesOf(parameters.value);
}

/** The advanced queries in a document: `QueryExpression` of a stored query in a template. */
export function queriesOf(root: Node): ScalarNode[] {
  return entriesOf(get(root, 'Resources')).flatMap(({ value }) => {
    if (textOf(get(value, 'Type')) !== 'AWS::Config::StoredQuery') return [];
    const text = get(get(value, 'Properties'), 'QueryExpression');
    const plain =
      text?.type === 'scalar' && text.value !== null && (text.tag === undefined || text.tag.startsWith('!!'));
    return plain ? [text] : [];
  });
}

/** A policy in Guard, with what is known of the rule it belongs to. */
export interface PolicyText {
  text: ScalarNode;
  /** Types of resources that the rule looks at; empty when it names none. */
  resourceTypes: readonly string[];
}

/** The policies of a document, for whatever reads Guard. */
export function policiesOf(document: Document, part: Part): PolicyText[] {
  return configOf(document, part).rules.flatMap(({ policyText, resourceTypes }) => {
    const text = resolve(policyText?.value);
    return text?.type === 'scalar' && text.value !== null && (text.tag === undefined || text.tag.startsWith('!!'))
      ? [{ text, resourceTypes: resourceTypes.map((each) => each.text) }]
      : [];
  });
}
