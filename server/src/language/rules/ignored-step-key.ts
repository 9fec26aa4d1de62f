/** Keys at the level of a Command step that work only inside its inputs: the agent reads them and does nothing. */

import { pluginNamed } from '../catalogue.ts';
import { entryAdded, fixWith, type Written } from '../insertion.ts';
import type { Step } from '../kinds/steps.ts';
import type { Fix } from '../problem.ts';
import { removalOf, removeFix } from '../removal.ts';
import { effective } from '../schema.ts';
import { type Entry, entriesOf, entryOf, resolve, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

const ignored = new Set(['timeoutSeconds', 'maxAttempts', 'onFailure']);

export const rule: Rule = {
  id: 'ignored-step-key',
  severity: 'warning',
  summary: 'A key of a Command step has no effect there; it belongs into the inputs.',
  kinds: ['command'],
  check({ view, written }, report) {
    for (const step of view.all) {
      const { node, nameNode } = step;
      if (nameNode === undefined) continue;
      for (const entry of entriesOf(node)) {
        const { key, value } = entry;
        const text = resolve(value);
        if (!ignored.has(key.text) || (text?.type === 'scalar' && text.text === '')) continue;
        const place = key.text === 'maxAttempts' ? 'The agent tries a step once' : `It works inside "inputs"`;
        report(
          key,
          `"${key.text}" has no effect on a step of a Command document. ${place}`,
          moved(step, entry, written),
        );
      }
    }
  },
};

/** A timeout is moved to where it works; a number of attempts works nowhere. */
function moved({ node, inputs, action }: Step, entry: Entry, written: Written): { fixes?: Fix[] } {
  const { text } = written;
  if (entry.key.text === 'maxAttempts') return removeFix(text, entry);
  const map = resolve(inputs);
  const seconds = textOf(entry.value);
  const away = removalOf(text, entry);
  const takes = Object.hasOwn(
    effective(pluginNamed(action)?.inputs ?? {}, undefined, undefined).properties ?? {},
    'timeoutSeconds',
  );
  if (entry.key.text !== 'timeoutSeconds' || map?.type !== 'map' || !takes) return {};
  if (seconds === undefined || away === undefined || map.entries.length === 0) return {};
  if (entryOf(map, 'timeoutSeconds') !== undefined || entryOf(node, 'inputs')?.value !== map) return {};
  const there = entryAdded(written, map, 'timeoutSeconds', seconds);
  return fixWith('Move "timeoutSeconds" into the inputs', there && [{ ...away, text: '' }, ...there]);
}
