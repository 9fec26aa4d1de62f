/** A precondition that names a platform nobody has, or one that the plugin of the step does not run on. */

import { expressionFacts, pluginNamed } from '../catalogue.ts';
import { listed, nearest } from '../nearest.ts';
import { get, itemsOf, resolve } from '../syntax/node.ts';
import { replaceWith } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'platform',
  severity: 'warning',
  summary: 'A precondition names an unknown platform, or one its plugin does not run on.',
  kinds: ['command'],
  check({ view }, report) {
    for (const { node, action } of view.all) {
      const items = itemsOf(get(get(node, 'precondition'), 'StringEquals')).map(resolve);
      const value = items.find((item) => item?.type === 'scalar' && item.text !== 'platformType');
      const tested = items.some((item) => item?.type === 'scalar' && item.text === 'platformType');
      if (!tested || value?.type !== 'scalar' || value.unknown) continue;
      if (value.text.includes('{{')) {
        report(value, 'The agent compares "platformType" with the name of a platform; it refuses a parameter here');
        continue;
      }
      const name = expressionFacts.platforms.find((each) => each.toLowerCase() === value.text.toLowerCase());
      const plugin = pluginNamed(action);
      const runsOn = new Set([...(plugin?.platforms ?? []), ...(plugin?.agentPlatforms ?? [])]);
      if (name === undefined) {
        const guess = nearest(value.text, expressionFacts.platforms);
        report(
          value,
          `"${value.text}" is no platform${guess === undefined ? `; expected ${listed(expressionFacts.platforms)}` : `; did you mean "${guess}"?`}`,
          replaceWith(value, guess),
        );
      } else if (runsOn.size > 0 && !runsOn.has(name))
        report(value, `${action} does not run on ${name}, so this step never does anything`);
    }
  },
};
