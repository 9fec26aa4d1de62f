/** ISO 8601 durations and moments, as the service reads them. */

const duration =
  /^P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/i;
/** Seconds of a year, month, week, day, hour, minute and second; the first two as calendars count on average. */
const unitSeconds = [31_556_952, 2_629_746, 604_800, 86_400, 3_600, 60, 1];

/** The length of a duration such as `PT10M` in seconds, or undefined for a text that is none. */
export function durationSeconds(text: string): number | undefined {
  const match = duration.exec(text.trim());
  if (match === null) return undefined;
  return unitSeconds.reduce(
    (sum, seconds, index) => sum + seconds * Number((match[index + 1] ?? '0').replace(',', '.')),
    0,
  );
}

const moment =
  /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?)?(?:Z|[-+]\d\d(?::?\d\d)?)?)?$/i;

/** True for a moment such as `2030-01-31T06:00:00Z` that the calendar has. */
export function isTimestamp(text: string): boolean {
  const match = moment.exec(text.trim());
  if (match === null) return false;
  const [, year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  // NaN, where a part is left out, compares as false and so is in range.
  return day >= 1 && day <= days && !(hour > 24) && !(minute > 59) && !(second > 60);
}
