/** When schedules are due. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSchedule, nextTime, nextTimes, type ScheduleOptions } from '../../server/src/language/scheduleTimes.ts';

// A Monday.
const from = Date.UTC(2026, 0, 5, 9);

const next = (text: string, options: ScheduleOptions = {}, after = from): string | undefined => {
  const at = nextTime(text, after, options);
  return at === undefined ? undefined : new Date(at).toISOString().slice(0, 16).replace('T', ' ');
};

const cases: readonly (readonly [text: string, expected: string])[] = [
  ['rate(30 minutes)', '2026-01-05 09:30'],
  ['rate(1 day)', '2026-01-06 09:00'],
  ['cron(0 2 ? * SUN *)', '2026-01-11 02:00'],
  ['cron(0/30 * * * ? *)', '2026-01-05 09:30'],
  ['cron(0 9 * * ? *)', '2026-01-06 09:00'],
  ['cron(0 0 9 ? * * *)', '2026-01-06 09:00'],
  ['cron(15 10 L * ? *)', '2026-01-31 10:15'],
  ['cron(0 4 ? * TUE#2 *)', '2026-01-13 04:00'],
  ['cron(0 4 ? * 3#1 *)', '2026-01-06 04:00'],
  ['cron(0 4 ? * FRIL *)', '2026-01-30 04:00'],
  ['cron(0 8 10W * ? *)', '2026-01-09 08:00'],
  ['cron(0 8 1W 2 ? *)', '2026-02-02 08:00'],
  ['cron(0 8 LW * ? *)', '2026-01-30 08:00'],
  ['cron(0 0 29 2 ? *)', '2028-02-29 00:00'],
  ['cron(0 22-2 ? * FRI-MON *)', '2026-01-05 22:00'],
  ['cron(0 12 1 JAN,JUL ? 2027)', '2027-01-01 12:00'],
  ['at(2026-03-01T10:00:00)', '2026-03-01 10:00'],
];

for (const [text, expected] of cases)
  test(`${text} is next due at ${expected}`, () => assert.equal(next(text), expected));

test('a rate is counted from its base', () => {
  const base = from - 100 * 60_000;
  assert.equal(next('rate(45 minutes)', { base }), '2026-01-05 09:35');
});

test('a time zone moves with its summer time', () => {
  const zone = 'Europe/Berlin';
  assert.equal(next('cron(30 2 * * ? *)', { zone }), '2026-01-06 01:30');
  assert.equal(next('cron(30 2 * * ? *)', { zone }, Date.UTC(2026, 6, 1)), '2026-07-01 00:30');
  assert.equal(next('at(2026-07-01T02:30)', { zone }), '2026-07-01 00:30');
});

test('an offset of days follows the time of the expression', () => {
  assert.equal(next('cron(0 2 ? * TUE#2 *)', { offsetDays: 2 }), '2026-01-15 02:00');
});

test('what is over, impossible or no schedule has no next time', () => {
  for (const text of ['at(2020-01-01T00:00:00)', 'cron(0 0 31 2 ? *)', 'cron(0 0 1 1 ? 2020)'])
    assert.equal(next(text), undefined);
  for (const text of ['every day', 'rate(0 days)', 'cron(60 1 * * ? *)', 'cron(0 12 * * MON-FRI)', 'rate(1 year)', ''])
    assert.equal(isSchedule(text), false);
  assert.equal(isSchedule('cron(0 0 1 1 ? 2020)'), true);
});

test('times come one after the other', () => {
  const times = nextTimes('cron(0 9,21 * * ? *)', from, 3);
  assert.deepEqual(
    times.map((at) => new Date(at).getUTCHours()),
    [21, 9, 21],
  );
});
