/**
 * The name that a template gives a document: of characters the service takes, and not in the names AWS keeps for itself.
 * Source: the reference of CreateDocument, `Name`. It says that names may not begin with `aws`; who maintains the resource of
 * CloudFormation says that only `aws-` is kept (aws-cloudformation-resource-providers-ssm#47).
 */

import type { Fix } from '../problem.ts';
import type { ScalarNode } from '../syntax/node.ts';
import { replaceWith } from '../words.ts';
import type { Rule } from './rule.ts';

const form = /^[a-zA-Z0-9_\-.]{3,128}$/;
const reserved = /^(?:aws-|AWS-|amazon|amzn|AWSEC2|AWSConfigRemediation|AWSSupport)/;

export const rule: Rule = {
  id: 'document-name',
  severity: 'error',
  mayWarn: true,
  summary: 'The name of a document has characters it may not have, or begins like the names of AWS.',
  check({ part: { name } }, report) {
    // What a template fills in is not known here.
    if (name === undefined || name.value === null || name.unknown || name.text.includes('${')) return;
    if (name.tag !== undefined && !name.tag.startsWith('!!')) return;
    const { text } = name;
    const own = reserved.exec(text)?.[0];
    const nearly = own ?? (/^aws/.exec(text) ?? /^(?:aws|amazon|amzn)-/i.exec(text))?.[0];
    if (!form.test(text))
      report(name, `"${text}" is no name of a document: 3 to 128 letters, digits, "_", "-" and "."`, spelt(name));
    else if (nearly !== undefined)
      report(name, `Names that begin with "${nearly}" are kept for documents of AWS`, {
        severity: own === undefined ? 'warning' : 'error',
      });
  },
};

/** The same with a hyphen for each run of other characters. */
function spelt(name: ScalarNode): { fixes?: Fix[] } {
  const better = name.text.trim().replace(/[^a-zA-Z0-9_\-.]+/g, '-');
  return form.test(better) && !reserved.test(better) ? replaceWith(name, better) : {};
}
