/** When schedules are due. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextTime } from '../../server/src/sandbox/schedule.ts';

/** A Monday. */
const now = Date.UTC(2026, 0, 5, 9);

const cases: readonly (readonly [expression: string, next: string | undefined])[] = [
  ['rate(5 minutes)', '2026-01-05T09:05'],
  ['rate(1 day)', '2026-01-06T09:00'],
  ['rate(5 minute)', undefined],
  ['rate(0 minutes)', undefined],
  ['at(2026-01-05T10:00:00)', '2026-01-05T10:00'],
  ['at(2026-01-05T09:00:00)', undefined],
  ['cron(0 9 * * ? *)', '2026-01-06T09:00'],
  ['cron(0/15 * * * ? *)', '2026-01-05T09:15'],
  ['cron(30 2 ? * SUN *)', '2026-01-11T02:30'],
  ['cron(30 2 ? * 1 *)', '2026-01-11T02:30'],
  ['cron(0 8 ? * MON-FRI *)', '2026-01-06T08:00'],
  ['cron(0 8 ? * FRI-MON *)', '2026-01-09T08:00'],
  ['cron(0 0 ? * TUE#2 *)', '2026-01-13T00:00'],
  ['cron(0 0 ? * 6L *)', '2026-01-30T00:00'],
  ['cron(0 0 L * ? *)', '2026-01-31T00:00'],
  ['cron(0 0 31W JAN ? *)', '2026-01-30T00:00'],
  ['cron(0 0 1W 2 ? *)', '2026-02-02T00:00'],
  ['cron(0 0 29 FEB ? *)', '2028-02-29T00:00'],
  ['cron(0 0 1 1 ? 2025)', undefined],
  ['cron(0 30 2 ? * SUN *)', '2026-01-11T02:30'],
  ['cron(0 2 * * * *)', undefined],
  ['cron(60 2 * * ? *)', undefined],
  ['cron(0 2 ? * *)', '2026-01-06T02:00'],
  ['daily', undefined],
];

for (const [expression, next] of cases)
  test(`${expression} is due ${next ?? 'never'}`, () => {
    const at = nextTime(expression, now);
    assert.equal(at === undefined ? undefined : new Date(at).toISOString().slice(0, 16), next);
  });
