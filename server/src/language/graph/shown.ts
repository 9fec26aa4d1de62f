/** Texts of a document on their way into a picture: one line, references without their braces, not too long. */

const longest = 80;

/** A value in a few words: the first line that is not empty, with `{{ InstanceId }}` as `InstanceId`. */
export function shown(text: string): string {
  const line = text.trim().split(/\r?\n/, 1)[0] ?? '';
  const bare = line.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, '$1').replace(/\s+/g, ' ');
  return bare.length > longest ? `${bare.slice(0, longest - 1)}…` : bare;
}
