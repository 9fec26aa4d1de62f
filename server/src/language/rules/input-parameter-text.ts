/** A number or Boolean in the JSON of InputParameters: the service wants texts, and refuses others with a puzzling message. */

import { ruleKinds } from '../kinds/index.ts';
import { resolve } from '../syntax/node.ts';
import { quotedIn } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'input-parameter-text',
  severity: 'warning',
  summary: 'A value in the JSON of InputParameters that is no text.',
  kinds: ruleKinds,
  check({ config }, report) {
    for (const { inputs } of config.rules) {
      for (const { entry, asText, entries = [] } of inputs) {
        for (const { key, value } of asText ? entries : []) {
          const node = resolve(value);
          if (node?.type !== 'scalar') report(key, `The value of "${key.text}" has to be a text`);
          else if (typeof node.value !== 'string' && node.value !== null) {
            const text = quotedIn(resolve(entry.value), node.text);
            report(node, `The value of "${key.text}" has to be a text: "${node.text}"`, {
              fixes: [{ title: 'Put quotes around it', edits: [{ start: node.start, end: node.end, text }] }],
            });
          }
        }
      }
    }
  },
};
