/**
 * When a schedule expression is due next: `rate(5 minutes)`, `cron(0 2 ? * SUN *)`, `at(2026-01-31T06:00:00)`, in UTC.
 *
 * Source: the user guides of EventBridge and Systems Manager. Days of the week count from 1, which is Sunday.
 */

const minute = 60_000;
const wholeDay = 24 * 60 * minute;
const units: Readonly<Record<string, number>> = { minute, hour: 60 * minute, day: wholeDay, week: 7 * wholeDay };
const months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const days = 'SUN MON TUE WED THU FRI SAT'.split(' ');
/** A schedule such as the 29th of February comes up within this time. */
const farthestDays = 366 * 9;

/** The first time after `after` that an expression is due; undefined for one that never is again, or is none. */
export function nextTime(expression: string, after: number): number | undefined {
  const [, form, body = ''] = /^\s*(rate|cron|at)\(\s*(.*?)\s*\)\s*$/.exec(expression) ?? [];
  if (form === 'rate') return nextOfRate(body, after);
  if (form === 'at') {
    const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/.test(body) ? Date.parse(`${body}Z`) : Number.NaN;
    return at > after ? at : undefined;
  }
  return form === 'cron' ? nextOfCron(body.split(/\s+/), after) : undefined;
}

/** One is written in the singular, all others in the plural. */
function nextOfRate(body: string, after: number): number | undefined {
  const [, count = '0', unit = '', plural] = /^([1-9]\d*)\s+(minute|hour|day|week)(s?)$/.exec(body) ?? [];
  const length = units[unit];
  return length === undefined || (Number(count) === 1) !== (plural === '') ? undefined : after + Number(count) * length;
}

interface Cron {
  minutes: number[];
  hours: number[];
  isDay(date: Date): boolean;
}

function nextOfCron(fields: readonly string[], after: number): number | undefined {
  const cron = readCron(fields);
  if (cron === undefined) return undefined;
  const start = after - (after % wholeDay);
  for (let day = 0; day < farthestDays; day++) {
    const midnight = start + day * wholeDay;
    if (!cron.isDay(new Date(midnight))) continue;
    for (const hour of cron.hours)
      for (const each of cron.minutes) {
        const at = midnight + (hour * 60 + each) * minute;
        if (at > after) return at;
      }
  }
  return undefined;
}

/** Six fields from the minute on; Systems Manager also takes seconds in front. */
function readCron(fields: readonly string[]): Cron | undefined {
  const six = fields.length === 7 ? fields.slice(1) : fields;
  const [minuteField = '', hourField = '', date = '', month = '', weekday = '', year = '*'] = six;
  if (six.length < 5 || six.length > 6 || (date === '?') === (weekday === '?')) return undefined;
  const minutes = values(minuteField, 0, 59);
  const hours = values(hourField, 0, 23);
  const inMonths = values(month, 1, 12, months);
  const inYears = values(year, 1970, 2199);
  const onDate = date === '?' ? always : dateTest(date);
  const onDay = weekday === '?' ? always : weekdayTest(weekday);
  if (!minutes || !hours || !inMonths || !inYears || !onDate || !onDay) return undefined;
  const [monthSet, yearSet] = [new Set(inMonths), new Set(inYears)];
  return {
    minutes,
    hours,
    isDay: (at) => monthSet.has(at.getUTCMonth() + 1) && yearSet.has(at.getUTCFullYear()) && onDate(at) && onDay(at),
  };
}

type DayTest = (at: Date) => boolean;
const always: DayTest = () => true;

function lastDate(at: Date): number {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
}

function dateTest(field: string): DayTest | undefined {
  if (field === 'L') return (at) => at.getUTCDate() === lastDate(at);
  const near = /^(\d+)W$/.exec(field)?.[1];
  if (near !== undefined) return (at) => at.getUTCDate() === workingDay(at, Number(near));
  const dates = values(field, 1, 31);
  return dates && ((at) => dates.includes(at.getUTCDate()));
}

/** The working day nearest to a date, within its month. */
function workingDay(at: Date, date: number): number {
  const day = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), date)).getUTCDay();
  if (day === 6) return date > 1 ? date - 1 : date + 2;
  if (day === 0) return date < lastDate(at) ? date + 1 : date - 2;
  return date;
}

function weekdayTest(field: string): DayTest | undefined {
  const [, name = '', nth] = /^(\w+?)(?:#([1-5])|L)$/.exec(field) ?? [];
  if (name === '') {
    const listed = values(field, 1, 7, days);
    return listed && ((at) => listed.includes(at.getUTCDay() + 1));
  }
  const [day] = values(name, 1, 7, days) ?? [];
  if (day === undefined) return undefined;
  return (at) =>
    at.getUTCDay() + 1 === day &&
    (nth === undefined ? at.getUTCDate() + 7 > lastDate(at) : Math.ceil(at.getUTCDate() / 7) === Number(nth));
}

/** The values of a field, in order: single ones, ranges and steps, by number or name. */
function values(field: string, least: number, most: number, names: readonly string[] = []): number[] | undefined {
  const found = new Set<number>();
  const read = (text: string): number => {
    const named = names.indexOf(text.toUpperCase());
    return named >= 0 ? named + least : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  };
  for (const part of field.split(',')) {
    const [range = '', step = '1', ...more] = part.split('/');
    const [first = '', last] = range.split('-');
    const from = range === '*' ? least : read(first);
    const to = range === '*' || (last === undefined && part.includes('/')) ? most : read(last ?? first);
    const by = Number(step);
    if (more.length > 0 || !(from >= least && to <= most && by >= 1) || Number.isNaN(to)) return undefined;
    // A range of days may go past the end of the week: FRI-MON.
    const end = to < from ? to + most - least + 1 : to;
    for (let value = from; value <= end; value += by) found.add(value > most ? value - (most - least + 1) : value);
  }
  return [...found].sort((a, b) => a - b);
}
