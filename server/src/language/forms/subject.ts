/** What a conversion between the forms of AWS Config starts from: the rule or remediation at a place of a document. */

import type { Document, Part } from '../document.ts';
import { type ConfigView, configOf, type Remediation } from '../kinds/config.ts';
import type { ConfigRule } from '../kinds/configRule.ts';
import type { Resource, TemplateView } from '../kinds/template.ts';
import { lineAt } from '../syntax/lines.ts';
import { get, type MapNode, type Node, resolve } from '../syntax/node.ts';

/** `api`: a request for the API and the CLI. `template`: a resource of CloudFormation. `pack`: one of a conformance pack. */
export type ConfigForm = 'api' | 'template' | 'pack';

export type SubjectKind = 'rule' | 'organization-rule' | 'remediation';

export interface Subject {
  what: SubjectKind;
  form: ConfigForm;
  node: MapNode;
  /** Its name in the service, as far as it is known; for a remediation that of its rule. */
  name: string | undefined;
  resource: Resource | undefined;
  template: TemplateView | undefined;
  /** The rules around it. */
  rules: readonly ConfigRule[];
  /** The rule of a remediation, where that is a resource beside it. */
  rule: (ConfigRule & { resource: Resource }) | undefined;
  /** `Tags` beside the rule in a request. */
  tags: Node | undefined;
}

const forms: Partial<Record<NonNullable<Part['kind']>, ConfigForm>> = {
  'config-rule': 'api',
  'organization-config-rule': 'api',
  remediation: 'api',
  'cloudformation-template': 'template',
  'conformance-pack': 'pack',
};

/** The rule or remediation at an offset, or the only one of a document; undefined where there is none. */
export function subjectAt(document: Document, part: Part, offset: number): Subject | undefined {
  const form = part.kind && forms[part.kind];
  if (form === undefined) return undefined;
  const view = configOf(document, part);
  const all = [
    ...view.rules.map((rule) => ofRule(rule, form, view, part)),
    ...view.remediations.map((remediation) => ofRemediation(remediation, form, view)),
  ];
  if (all.length === 1) return all[0];
  return all.find(({ resource, node }) => {
    const start = lineAt(document.text, resource?.entry.key.start ?? node.start).start;
    return start <= offset && offset <= (resource?.entry.value.end ?? node.end);
  });
}

function ofRule(rule: ConfigRule, form: ConfigForm, { template, rules }: ConfigView, { root }: Part): Subject {
  const { node, resource, name, organization } = rule;
  // In the request for a rule they stand beside it; in that for an organization among its members.
  const tags = form === 'api' && !organization && resolve(root) !== node ? get(root, 'Tags') : undefined;
  const what = organization ? 'organization-rule' : 'rule';
  return { what, form, node, name: name?.text, resource, template, rules, rule: undefined, tags };
}

function ofRemediation(remediation: Remediation, form: ConfigForm, { template, rules }: ConfigView): Subject {
  const { node, resource, rule, ruleName } = remediation;
  const beside = rule?.resource === undefined || rule.organization ? undefined : { ...rule, resource: rule.resource };
  const name = ruleName?.text ?? rule?.name?.text;
  return { what: 'remediation', form, node, name, resource, template, rules, rule: beside, tags: undefined };
}
