/**
 * A rule, organization rule or remediation of AWS Config in another of its forms: as API JSON, as a CloudFormation resource,
 * as an entry of a conformance pack.
 *
 * The result is a document of its own. What would change what is evaluated is refused by name; what only labels is left
 * out, and told. Sources: the API models and the CloudFormation types, as the schemas have them.
 */

import { type Document, type Part, partAt } from '../document.ts';
import { isRefusal, type Refusal } from '../refactor/data.ts';
import { writeJson, writeYaml } from '../refactor/write.ts';
import { get, itemsOf, resolve } from '../syntax/node.ts';
import { passageOf, told } from './passage.ts';
import { requestOf } from './request.ts';
import { templateOf } from './resources.ts';
import { type ConfigForm, type Subject, type SubjectKind, subjectAt } from './subject.ts';

export interface Rewritten {
  text: string;
  format: 'yaml' | 'json';
  /** What is not as it was, in sentences for a person; undefined when everything is. */
  lost: string | undefined;
}

/** One way to write what stands at a place. */
export interface Rewriting {
  form: ConfigForm;
  /** For a menu. */
  title: string;
  /** True where the document holds nothing else, so that the result can take its place. */
  whole: boolean;
  result: Rewritten | Refusal;
}

/** The other forms of the rule or remediation at an offset; none where there is no such thing. */
export function rewritings(document: Document, offset: number): Rewriting[] {
  const part = partAt(document, offset);
  const subject = part && subjectAt(document, part, offset);
  if (part === undefined || subject === undefined) return [];
  // A pack holds no rules of an organization: it is deployed to one as a whole.
  const forms: ConfigForm[] = subject.what === 'organization-rule' ? ['template', 'api'] : ['template', 'pack', 'api'];
  const broken = document.damage.length > 0;
  const whole = document.parts.length === 1 && isAlone(subject, part);
  return forms
    .filter((form) => form !== subject.form)
    .map((form) => ({
      form,
      title: titleOf(subject, form),
      whole,
      result: broken ? { refused: 'The text has to be mended first' } : rewritten(subject, form),
    }));
}

function isAlone({ form, node, template }: Subject, { root }: Part): boolean {
  return form === 'api'
    ? itemsOf(get(root, 'RemediationConfigurations') ?? root).every((each) => resolve(each) === node)
    : template?.resources.length === 1;
}

const operations: Record<SubjectKind, string> = {
  rule: 'PutConfigRule',
  'organization-rule': 'PutOrganizationConfigRule',
  remediation: 'PutRemediationConfigurations',
};

function titleOf({ what, rule }: Subject, form: ConfigForm): string {
  if (form === 'api') return `Rewrite as API JSON (${operations[what]})`;
  if (rule !== undefined)
    return `Rewrite with its rule as ${form === 'pack' ? 'conformance pack entries' : 'CloudFormation resources'}`;
  return `Rewrite as a ${form === 'pack' ? 'conformance pack entry' : 'CloudFormation resource'}`;
}

function rewritten(subject: Subject, to: ConfigForm): Rewritten | Refusal {
  const passage = passageOf(subject, to);
  const made = to === 'api' ? requestOf(passage) : templateOf(passage);
  if (isRefusal(made)) return made;
  return to === 'api'
    ? { text: `${writeJson(made)}\n`, format: 'json', lost: told(passage) }
    : { text: `${writeYaml(made)}\n`, format: 'yaml', lost: told(passage) };
}
