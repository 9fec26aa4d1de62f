/** A document that is not there is an answer, not a fault. Free of `vscode`. */

/** What was asked of a document; undefined where there is none of the name. */
export async function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && error.name === 'InvalidDocument') return undefined;
    throw error;
  }
}
