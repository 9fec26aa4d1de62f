/** An input that is JSON as text, or YAML, and is not. */

import { catalogueInputs } from '../catalogue.ts';
import { jsonIn } from '../jsonText.ts';
import { effective, propertySchema } from '../schema.ts';
import { readText } from '../syntax/index.ts';
import { entriesOf, resolve } from '../syntax/node.ts';
import { blockMark } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'json-text',
  severity: 'error',
  summary: 'An input that has to be JSON text is not JSON.',
  kinds: ['automation', 'command'],
  check({ view, kind }, report) {
    const family = kind === 'command' ? 'plugins' : 'actions';
    for (const { action, inputs } of view.all) {
      const declared = action === undefined ? undefined : catalogueInputs(family, action);
      if (declared === undefined) continue;
      const schema = effective(declared, inputs, undefined);
      for (const { key, value } of entriesOf(inputs)) {
        const node = resolve(value);
        const format = propertySchema(schema, key.text)?.format;
        if ((format !== 'json' && format !== 'yaml') || node?.type !== 'scalar' || node.value === null) continue;
        // With references in it, the text is JSON only once they are filled in.
        if (node.text.includes('{{') || node.text.trim() === '' || jsonIn(node.text) !== undefined) continue;
        if (format === 'json') report(blockMark(node), `"${key.text}" has to be JSON text`);
        else if (readText(node.text, 'yaml').faults.length > 0)
          report(blockMark(node), `"${key.text}" has to be a map, or the text of one in JSON or YAML`);
      }
    }
  },
};
