/**
 * When a schedule is due: `rate(…)`, `cron(…)` with six fields or seven, and `at(…)`, in a time zone.
 *
 * Pure: the time to look from is given. A schedule that is never due again, and a text that is none, have no next time.
 */

export interface ScheduleOptions {
  /** What a rate is counted from; the time looked from where it is not given. */
  base?: number | undefined;
  /** The name of a time zone, such as `Europe/Berlin`; UTC where it is not given or unknown. */
  zone?: string | undefined;
  /** Days that are added to each time of a cron expression. */
  offsetDays?: number | undefined;
}

const day = 86_400_000;
const lengths: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day, week: 7 * day };
/** How far ahead a cron expression is followed: a 29th of February that has to be a Sunday comes within it. */
const mostDays = 41 * 366;

/** The first time after `after`, both in milliseconds since 1970. */
export function nextTime(text: string, after: number, options: ScheduleOptions = {}): number | undefined {
  const { form, body } = partsOf(text);
  if (form === 'rate') return nextOfRate(body, after, options.base ?? after);
  if (form === 'at') {
    const at = fromWall(wallOf(body), options.zone);
    return at > after ? at : undefined;
  }
  const cron = form === 'cron' ? readCron(body) : undefined;
  if (cron === undefined) return undefined;
  const shift = (options.offsetDays ?? 0) * day;
  const found = nextOfCron(cron, after - shift, options.zone);
  return found === undefined ? undefined : found + shift;
}

/** The next times, as many as asked for at most. */
export function nextTimes(text: string, after: number, count: number, options: ScheduleOptions = {}): number[] {
  const times: number[] = [];
  for (
    let at = nextTime(text, after, options);
    at !== undefined && times.length < count;
    at = nextTime(text, at, options)
  )
    times.push(at);
  return times;
}

/** True for the text of a schedule that can be followed, be it over or not. */
export function isSchedule(text: string): boolean {
  const { form, body } = partsOf(text);
  if (form === 'rate') return nextOfRate(body, 0, 0) !== undefined;
  return form === 'at' ? !Number.isNaN(wallOf(body)) : form === 'cron' && readCron(body) !== undefined;
}

function partsOf(text: string): { form: string; body: string } {
  const [, form = '', body = ''] = /^\s*(rate|cron|at)\(\s*(.*?)\s*\)\s*$/.exec(text) ?? [];
  return { form, body };
}

/** The time that a clock shows, as if it were UTC; not a number for a text that is no time. */
function wallOf(body: string): number {
  const fields = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?$/
    .exec(body)
    ?.slice(1)
    .map((each) => Number(each ?? 0));
  const [year = Number.NaN, month = 0, date = 0, hour = 0, minute = 0, second = 0] = fields ?? [];
  if (month < 1 || month > 12 || date < 1 || date > 31 || hour > 23 || minute > 59 || second > 59) return Number.NaN;
  return daysBefore(year, month, date) * day + ((hour * 60 + minute) * 60 + second) * 1000;
}

/** Days between the beginning of 1970 and a day of the calendar. */
function daysBefore(year: number, month: number, date: number): number {
  // Years that begin in March have their odd day at the end.
  const shifted = month > 2 ? year : year - 1;
  const days = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + date - 1;
  return (
    365 * shifted + Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400) + days - 719_468
  );
}

/** The day of the calendar that lies so many days after the beginning of 1970. */
function civilOf(days: number): { year: number; month: number; date: number } {
  let year = 1970 + Math.floor(days / 365.2425);
  if (daysBefore(year + 1, 1, 1) <= days) year++;
  if (daysBefore(year, 1, 1) > days) year--;
  let month = 1 + Math.min(11, Math.floor((days - daysBefore(year, 1, 1)) / 28));
  while (daysBefore(year, month, 1) > days) month--;
  return { year, month, date: days - daysBefore(year, month, 1) + 1 };
}

function nextOfRate(body: string, after: number, base: number): number | undefined {
  const [, count, unit = ''] = /^([1-9]\d{0,8})\s*(minute|hour|day|week)s?$/.exec(body) ?? [];
  if (count === undefined) return undefined;
  const length = Number(count) * (lengths[unit] ?? day);
  return base + Math.max(1, Math.floor((after - base) / length) + 1) * length;
}

interface Cron {
  seconds: number[];
  minutes: number[];
  hours: number[];
  date: (date: Day) => boolean;
  months: ReadonlySet<number>;
  weekday: (date: Day) => boolean;
  years: ReadonlySet<number>;
}

interface Day {
  date: number;
  /** 1 is Sunday. */
  weekday: number;
  /** How many days its month has. */
  last: number;
}

const monthNames = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const dayNames = 'SUN MON TUE WED THU FRI SAT'.split(' ');

function readCron(body: string): Cron | undefined {
  const fields = body.split(/\s+/);
  const [second = '', minute = '', hour = '', date = '', month = '', weekday = '', year = ''] =
    fields.length === 7 ? fields : ['0', ...fields];
  if (fields.length < 6 || fields.length > 7) return undefined;
  const [seconds, minutes, hours] = [numbers(second, 0, 59), numbers(minute, 0, 59), numbers(hour, 0, 23)];
  const [months, years] = [numbers(month, 1, 12, monthNames), numbers(year, 1970, 2199)];
  const [dates, weekdays] = [anyOf(date, dateTest), anyOf(weekday, weekdayTest)];
  if (!seconds || !minutes || !hours || !months || !years || !dates || !weekdays) return undefined;
  return { seconds, minutes, hours, date: dates, months: new Set(months), weekday: weekdays, years: new Set(years) };
}

/** The numbers of a field, in order; undefined for a field that cannot be read. */
function numbers(field: string, low: number, high: number, names: readonly string[] = []): number[] | undefined {
  const found = new Set<number>();
  for (const part of field.toUpperCase().split(',')) {
    const [, from = '', to, step] = /^(\*|\?|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part) ?? [];
    const any = from === '*' || from === '?';
    const read = (text: string): number => (names.includes(text) ? names.indexOf(text) + low : Number(text));
    const first = any ? low : read(from);
    const last = to !== undefined ? read(to) : any || step !== undefined ? high : first;
    const by = step === undefined ? 1 : Number(step);
    if (from === '' || by === 0 || ![first, last].every((each) => each >= low && each <= high)) return undefined;
    // A range such as FRI-MON goes over the end.
    const length = last >= first ? last - first : last - first + (high - low + 1);
    for (let at = 0; at <= length; at += by) found.add(low + ((first - low + at) % (high - low + 1)));
  }
  return [...found].sort((a, b) => a - b);
}

type Test = (date: Day) => boolean;

function anyOf(field: string, read: (part: string) => Test | undefined): Test | undefined {
  const tests = field.toUpperCase().split(',').map(read);
  return tests.every((test) => test !== undefined) ? (date) => tests.some((test) => test?.(date)) : undefined;
}

function dateTest(part: string): Test | undefined {
  if (part === 'L') return ({ date, last }) => date === last;
  if (part === 'LW') return (date) => date.date === workingDay(date.last, date);
  const near = /^(\d{1,2})W$/.exec(part)?.[1];
  if (near !== undefined) return (date) => date.date === workingDay(Number(near), date);
  const found = numbers(part, 1, 31);
  return found && (({ date }) => found.includes(date));
}

/** The working day nearest to a day, in the same month. */
function workingDay(wanted: number, { date, weekday, last }: Day): number {
  const target = Math.min(wanted, last);
  const at = ((((weekday - 1 + target - date) % 7) + 7) % 7) + 1;
  if (at === 7) return target > 1 ? target - 1 : target + 2;
  if (at === 1) return target < last ? target + 1 : target - 2;
  return target;
}

function weekdayTest(part: string): Test | undefined {
  if (part === 'L') return ({ weekday }) => weekday === 7;
  const [, name = '', nth] = /^(\w+)#([1-5])$/.exec(part) ?? [];
  const [, final] = /^(\w+)L$/.exec(part) ?? [];
  const days = numbers(nth !== undefined ? name : (final ?? part), 1, 7, dayNames);
  if (days === undefined) return undefined;
  if (nth !== undefined) return ({ date, weekday }) => days.includes(weekday) && Math.ceil(date / 7) === Number(nth);
  if (final !== undefined) return ({ date, weekday, last }) => days.includes(weekday) && date + 7 > last;
  return ({ weekday }) => days.includes(weekday);
}

function nextOfCron(cron: Cron, after: number, zone: string | undefined): number | undefined {
  const wall = after + zoneOffset(after, zone);
  const start = wall - (((wall % day) + day) % day);
  const latest = Math.max(...cron.years);
  // A day earlier, for a clock that was set back.
  for (let midnight = start - day, count = 0; count < mostDays; midnight += day, count++) {
    const { year, month, date: number } = civilOf(midnight / day);
    if (year > latest) return undefined;
    if (!cron.years.has(year) || !cron.months.has(month)) continue;
    const date: Day = {
      date: number,
      // 1970 began on a Thursday.
      weekday: ((((midnight / day + 4) % 7) + 7) % 7) + 1,
      last: daysBefore(month === 12 ? year + 1 : year, (month % 12) + 1, 1) - daysBefore(year, month, 1),
    };
    if (!cron.date(date) || !cron.weekday(date)) continue;
    const found = timeOfDay(cron, midnight, after, zone);
    if (found !== undefined) return found;
  }
  return undefined;
}

function timeOfDay({ hours, minutes, seconds }: Cron, midnight: number, after: number, zone: string | undefined) {
  for (const hour of hours) {
    // Whole hours that lie behind are passed over.
    if (fromWall(midnight + hour * 3_600_000 + 3_599_000, zone) <= after) continue;
    for (const minute of minutes)
      for (const second of seconds) {
        const at = fromWall(midnight + hour * 3_600_000 + minute * 60_000 + second * 1000, zone);
        if (at > after) return at;
      }
  }
  return undefined;
}

/** The moment at which the clocks of a zone show a time; where they never do, the moment they jump past it. */
function fromWall(wall: number, zone: string | undefined): number {
  if (Number.isNaN(wall)) return wall;
  const guess = wall - zoneOffset(wall, zone);
  return wall - zoneOffset(guess, zone);
}

const formats = new Map<string, Intl.DateTimeFormat | undefined>();

/** How far the clocks of a zone are ahead of UTC at a moment, in milliseconds. */
function zoneOffset(at: number, zone: string | undefined): number {
  if (zone === undefined || /^(?:UTC|Etc\/UTC|GMT)$/.test(zone)) return 0;
  const format = formatOf(zone);
  if (format === undefined) return 0;
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day: date = 1, hour = 0, minute = 0, second = 0 } = parts;
  return (
    daysBefore(year, month, date) * day +
    ((hour * 60 + minute) * 60 + second) * 1000 -
    (at - (((at % 1000) + 1000) % 1000))
  );
}

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  if (!formats.has(zone)) {
    try {
      const numeric = 'numeric' as const;
      formats.set(
        zone,
        new Intl.DateTimeFormat('en-US', {
          timeZone: zone,
          hourCycle: 'h23',
          year: numeric,
          month: numeric,
          day: numeric,
          hour: numeric,
          minute: numeric,
          second: numeric,
        }),
      );
    } catch {
      formats.set(zone, undefined);
    }
  }
  return formats.get(zone);
}

/** True for the name of a time zone. */
export function isTimeZone(zone: string): boolean {
  return formatOf(zone) !== undefined;
}
