/**
 * What the service says when it refuses a document, in words that lead on, and the place in the text that it means. Free of
 * `vscode`, so that tests need no editor.
 */

export interface DocumentRefusal {
  message: string;
  /** The line that it means, from 0, for what is wrong with the text itself; else it is not about a place. */
  line?: number;
}

/** Names of the service's errors that are about the text. */
const ofText = new Set(['InvalidDocumentContent', 'InvalidDocumentSchemaVersion']);

/** Undefined for an error that says nothing about the document, such as a denial. */
export function refusalOf(error: unknown, name: string, text: string): DocumentRefusal | undefined {
  if (!(error instanceof Error)) return undefined;
  const said = error.message.trim() || error.name;
  if (ofText.has(error.name)) return { message: said, line: lineOf(said, text) };
  switch (error.name) {
    case 'DuplicateDocumentContent':
      return {
        message: `A version of ${name} has this content already. Where that is the one to be used, make it the default version.`,
      };
    case 'DuplicateDocumentVersionName':
      return { message: `Another version of ${name} has this version name, and it cannot be moved. Choose another.` };
    case 'DocumentAlreadyExists':
      return { message: `${name} came into being meanwhile. Publish again to make a new version of it.` };
    case 'DocumentVersionLimitExceeded':
      return { message: `${name} has as many versions as a document can have. Delete old ones first.` };
    case 'DocumentLimitExceeded':
      return { message: 'The account has as many documents as it can have. Delete some, or ask for a higher quota.' };
    case 'MaxDocumentSizeExceeded':
      return {
        message: `${name} is larger than the 64 KB that the service takes. Move scripts into attachments.`,
        line: 0,
      };
    default:
      return undefined;
  }
}

/** The line that the message names; else that of a word it quotes which stands in one line only; else the first. */
function lineOf(message: string, text: string): number {
  const lines = text.split('\n');
  const named = Number(/\bline:? (\d+)/i.exec(message)?.[1] ?? 0);
  if (named >= 1 && named <= lines.length) return named - 1;
  const words = [...message.matchAll(/["'`“]([^"'`”]{3,})["'`”]/g)].map(([, word = '']) => word);
  for (const word of words.sort((a, b) => b.length - a.length)) {
    const found = lines.flatMap((line, at) => (line.includes(word) ? [at] : []));
    if (found.length === 1) return found[0] ?? 0;
  }
  return 0;
}
