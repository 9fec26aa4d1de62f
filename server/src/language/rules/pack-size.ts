/**
 * A pack with more rules, or a longer text, than the service takes: 130 rules, 51,200 bytes in a request and 300 KB from S3.
 *
 * A file may be put in S3, so its length is an error only beyond what even that allows.
 */

import { entriesOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

const mostRules = 130;
const longestBody = 51_200;
const longestFile = 300 * 1024;

export const rule: Rule = {
  id: 'pack-size',
  severity: 'error',
  mayWarn: true,
  summary: 'A conformance pack with more rules or a longer template than the service takes.',
  kinds: ['conformance-pack', 'conformance-pack-request', 'cloudformation-template'],
  check({ config, kind, part, root, document }, report) {
    for (const { node, body } of config.packs) {
      const size = body === undefined ? 0 : bytes(body.text);
      const key = entriesOf(node).find((entry) => entry.key.text === 'TemplateBody')?.key;
      if (size > longestBody && key !== undefined)
        report(
          key,
          `"TemplateBody" has ${inWords(size)} bytes, at most ${inWords(longestBody)} are taken; use TemplateS3Uri`,
        );
    }
    if (kind !== 'conformance-pack') return;
    const extra = config.rules[mostRules];
    const place = extra?.resource?.entry.key;
    if (place !== undefined)
      report(place, `A conformance pack has at most ${mostRules} rules; this one has ${config.rules.length}`);
    const first = entriesOf(root)[0]?.key;
    if (part.embedded || first === undefined) return;
    const size = bytes(document.text);
    if (size > longestFile)
      report(first, `The template has ${inWords(size)} bytes, at most ${inWords(longestFile)} are taken`);
    else if (size > longestBody)
      report(
        first,
        `The template has ${inWords(size)} bytes: over ${inWords(longestBody)} it has to be deployed from S3`,
        {
          severity: 'information',
        },
      );
  },
};

function inWords(count: number): string {
  return String(count).replace(/(?<=\d)(?=(?:\d{3})+$)/g, ',');
}

/** The length of a text in UTF-8. */
function bytes(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) count += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return count;
}
