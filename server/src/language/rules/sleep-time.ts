/** A Duration or Timestamp of aws:sleep that is not ISO 8601, or a wait longer than a week. */

import { get } from '../syntax/node.ts';
import { durationSeconds, isTimestamp } from '../time.ts';
import { replaceWith } from '../words.ts';
import type { Rule } from './rule.ts';

/** One second less than a week; from the guide page of aws:sleep. */
const longest = 604_799;

export const rule: Rule = {
  id: 'sleep-time',
  severity: 'error',
  summary: 'aws:sleep waits for a time that is not ISO 8601, or for too long.',
  kinds: ['automation'],
  check({ view }, report) {
    for (const { action, inputs } of view.all) {
      if (action !== 'aws:sleep') continue;
      const duration = get(inputs, 'Duration');
      if (duration?.type === 'scalar' && duration.value !== null && !duration.text.includes('{{')) {
        const seconds = durationSeconds(duration.text);
        if (seconds === undefined)
          report(
            duration,
            `"${duration.text}" is no ISO 8601 duration; write it like PT10M or PT1H30M`,
            replaceWith(duration, isoDuration(duration.text)),
          );
        else if (seconds > longest)
          report(duration, `aws:sleep waits at most ${longest} seconds, just under seven days`);
      }
      const moment = get(inputs, 'Timestamp');
      if (
        moment?.type === 'scalar' &&
        moment.value !== null &&
        !moment.text.includes('{{') &&
        !isTimestamp(moment.text)
      ) {
        report(moment, `"${moment.text}" is no ISO 8601 moment; write it like 2030-01-31T06:00:00Z`);
      }
    }
  },
};

/** What a duration in other words is in ISO 8601, where there is one reading of it. */
function isoDuration(text: string): string | undefined {
  const upper = text.trim().toUpperCase();
  if (durationSeconds(upper) !== undefined) return upper;
  const [, number = '', unit = ''] =
    /^(\d+)\s*(S|M|H|D)(?:EC|IN|R|AY)?(?:OND|UTE|OUR)?S?$/.exec(upper.replace('HOUR', 'H')) ?? [];
  if (unit === '') return undefined;
  return unit === 'D' ? `P${Number(number)}D` : `PT${Number(number)}${unit}`;
}
