/** JSON that stands as text in a document or is one. */

/** The value of a JSON text; undefined for a text that is not JSON to the letter, as JSON itself has no undefined. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
