/** Times in words: durations, and schedule expressions such as `rate(30 days)` and `cron(0 2 ? * SUN *)`. */

const units: readonly (readonly [seconds: number, name: string])[] = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
];

/** A length of time, such as `1 hour 30 minutes`. */
export function lengthInWords(seconds: number): string {
  let rest = Math.round(seconds);
  const parts = units.flatMap(([size, name]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [counted(count, name)];
  });
  return parts.length === 0 ? '0 seconds' : parts.join(' ');
}

/** What a schedule expression means; undefined for a text that is none. */
export function scheduleInWords(text: string): string | undefined {
  const [, form, body = ''] = /^\s*(rate|cron|at)\(\s*(.*?)\s*\)\s*$/.exec(text) ?? [];
  if (form === 'rate') {
    const [, count, unit] = /^(\d+)\s+(minute|hour|day|week)s?$/.exec(body) ?? [];
    if (count === undefined || unit === undefined) return undefined;
    return Number(count) === 1 ? `every ${unit}` : `every ${counted(Number(count), unit)}`;
  }
  if (form === 'at') {
    const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d)?)$/.exec(body) ?? [];
    return day === undefined || time === undefined ? undefined : `once, on ${day} at ${time}`;
  }
  return form === 'cron' ? cronInWords(body.split(/\s+/)) : undefined;
}

const months = 'January February March April May June July August September October November December'.split(' ');
const days = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** Six fields from the minute on; Systems Manager also takes seconds in front. */
function cronInWords(fields: readonly string[]): string | undefined {
  const [minute, hour, date, month, day, year] = fields.length === 7 ? fields.slice(1) : fields;
  if (minute === undefined || hour === undefined || date === undefined || month === undefined) return undefined;
  if (day === undefined || fields.length > 7) return undefined;
  const parts = [
    timeInWords(minute, hour),
    dateInWords(date),
    dayInWords(day),
    month === '*' ? '' : `in ${list(month, (each) => nameOf(each, months, 1))}`,
    year === undefined || year === '*' ? '' : `in ${list(year, (each) => each)}`,
  ];
  const daily = parts[1] === '' && parts[2] === '' && /^(?:at|when) /.test(parts[0] ?? '');
  return parts.filter((part) => part !== '').join(', ') + (daily && /^\d+$/.test(hour) ? ', every day' : '');
}

function timeInWords(minute: string, hour: string): string {
  const step = /^(?:\*|0)\/(\d+)$/;
  if (/^\d+$/.test(minute) && /^\d+(?:,\d+)*$/.test(hour))
    return `at ${list(hour, (each) => `${each.padStart(2, '0')}:${minute.padStart(2, '0')}`)}`;
  const minutes = step.exec(minute)?.[1];
  const hours = step.exec(hour)?.[1];
  const within = hour === '*' ? '' : ` in the hours ${list(hour, (each) => each)}`;
  if (minutes !== undefined) return `every ${counted(Number(minutes), 'minute')}${within}`;
  if (minute === '*') return `every minute${within}`;
  const at = `at minute ${list(minute, (each) => each)}`;
  if (hours !== undefined) return `${at} of every ${Number(hours) === 1 ? 'hour' : `${hours} hours`}`;
  return hour === '*' ? `${at} of every hour` : `${at}${within}`;
}

function dateInWords(date: string): string {
  if (date === '*' || date === '?') return '';
  if (date === 'L') return 'on the last day of the month';
  const near = /^(\d+)W$/.exec(date)?.[1];
  if (near !== undefined) return `on the working day nearest to day ${near} of the month`;
  return `on day ${list(date, (each) => each)} of the month`;
}

function dayInWords(day: string): string {
  if (day === '*' || day === '?') return '';
  const [, which, nth] = /^(\w+)#(\d)$/.exec(day) ?? [];
  const ordinals = ['first', 'second', 'third', 'fourth', 'fifth'];
  if (which !== undefined) return `on the ${ordinals[Number(nth) - 1] ?? nth} ${nameOf(which, days, 1)} of the month`;
  const last = /^(\w+)L$/.exec(day)?.[1];
  if (last !== undefined) return `on the last ${nameOf(last, days, 1)} of the month`;
  return `on ${list(day, (each) => nameOf(each, days, 1))}`;
}

/** The parts of a field: single values, ranges and steps. */
function list(field: string, name: (value: string) => string): string {
  const parts = field.split(',').map((part) => {
    const [range = '', step] = part.split('/');
    const [from = '', to] = range.split('-');
    const span = to === undefined ? name(from) : `${name(from)} to ${name(to)}`;
    return step === undefined ? span : `every ${step}${from === '*' ? '' : ` from ${span}`}`;
  });
  const final = parts.pop() ?? '';
  return parts.length === 0 ? final : `${parts.join(', ')} and ${final}`;
}

/** A number or an abbreviation as the name it stands for. */
function nameOf(value: string, names: readonly string[], first: number): string {
  if (/^\d+$/.test(value)) return names[Number(value) - first] ?? value;
  return names.find((each) => each.toUpperCase().startsWith(value.toUpperCase())) ?? value;
}

function counted(count: number, unit: string): string {
  return `${count.toLocaleString('en')} ${unit}${count === 1 ? '' : 's'}`;
}
