/** A Duration or Timestamp of aws:sleep that is not ISO 8601, or a wait longer than a week. */

import { get } from '../syntax/node.ts';
import { durationSeconds, isTimestamp } from '../time.ts';
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
          report(duration, `"${duration.text}" is no ISO 8601 duration; write it like PT10M or PT1H30M`);
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
