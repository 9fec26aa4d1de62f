/** The sourceInfo of aws:downloadContent: JSON text with the keys that its source needs. */

import { catalogueInputs } from '../catalogue.ts';
import { jsonIn } from '../jsonText.ts';
import { effective, propertySchema } from '../schema.ts';
import { entryOf, resolve } from '../syntax/node.ts';
import { blockMark } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'download-info',
  severity: 'error',
  summary: 'sourceInfo of aws:downloadContent is not JSON, or lacks a key its source needs.',
  kinds: ['command'],
  check({ view }, report) {
    for (const { action, inputs } of view.all) {
      const map = resolve(inputs);
      const node = action === 'aws:downloadContent' ? resolve(entryOf(inputs, 'sourceInfo')?.value) : undefined;
      if (node?.type !== 'scalar' || map?.type !== 'map' || node.value === null || node.text.trim() === '') continue;
      // A reference inside quotes is text; one that stands for a value is filled in before the text is read.
      const text = node.text.replace(/\{\{[^{}]*\}\}/g, 'x');
      if (/^\s*x\s*$/.test(text)) continue;
      const info = jsonIn(text);
      if (info === undefined) {
        if (!node.text.includes('{{'))
          report(blockMark(node), '"sourceInfo" has to be JSON, such as {"path": "https://…"}');
        continue;
      }
      const declared = catalogueInputs('plugins', 'aws:downloadContent');
      const schema =
        declared === undefined ? undefined : propertySchema(effective(declared, map, undefined), 'sourceInfo');
      const required = schema === undefined ? [] : (effective(schema, undefined, map).required ?? []);
      const missing = required.filter((key) => typeof info !== 'object' || info === null || !Object.hasOwn(info, key));
      if (missing.length > 0)
        report(blockMark(node), `"sourceInfo" lacks ${missing.map((key) => `"${key}"`).join(' and ')}`);
    }
  },
};
