/** Durations of ISO 8601 as `aws:sleep` takes them: days, hours, minutes and seconds. */

const form = /^P(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;

/** The length in milliseconds; undefined for a text that is none. */
export function durationMilliseconds(text: string): number | undefined {
  const match = form.exec(text.trim());
  if (match === null || /^P$|T$/i.test(text.trim())) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((each) => Number(each ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}
