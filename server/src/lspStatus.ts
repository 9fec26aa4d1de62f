/**
 * Says what was recognised in a document, and why not when nothing was. Pure, for the client's status item.
 */

import { get, kinds, type Problem, publishableParts, textOf } from './language/index.ts';
import { longestText, type OpenDocument } from './lspDocuments.ts';
import type { DocumentStatus } from './protocol.ts';

/** Keys at the start of a line, or of a JSON object, that hardly any other file has. */
const telling = /^[\s{"']*(schemaVersion|mainSteps|runtimeConfig|assumeRole)["']?\s*:/m;

const withSteps: ReadonlySet<string | undefined> = new Set(['automation', 'change-template', 'command']);

export function statusOf(open: OpenDocument, problems: Problem[]): DocumentStatus {
  const { text, version, document } = open;
  const count = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const problem of problems) count[problem.severity]++;
  const base = { uri: text.uri, version, problems: count };
  if (!document) {
    const reason = `The text is longer than ${longestText / 1024 / 1024} MB and was not checked.`;
    return { ...base, documents: 0, reason, resembles: false };
  }

  if (open.config) {
    const reason = 'Severities of rules, and files to leave out, for the documents beside and below it.';
    return { ...base, kind: 'Opswright configuration', documents: 0, reason, resembles: false };
  }

  const recognised = document.parts.filter((part) => part.kind);
  const part = recognised[0] ?? document.parts[0];
  const title = kinds.find((kind) => kind.id === part?.kind)?.title;
  const schemaVersion = title && part && textOf(get(part.root, 'schemaVersion'));
  return {
    ...base,
    ...(title && { kind: title }),
    ...(schemaVersion && { schemaVersion }),
    documents: recognised.length,
    ...(recognised.some(({ kind }) => withSteps.has(kind)) && { steps: true as const }),
    ...(publishableParts(document).length > 0 && { publishable: true as const }),
    reason: open.ignored ? 'Not checked: .opswrightrc.yaml leaves it out.' : (part?.reason ?? 'The text is empty.'),
    ...(open.ignored && { ignored: true as const }),
    resembles: !title && document.format !== 'terraform' && telling.test(document.text),
  };
}

/** For a document on which the check itself failed. */
export function failedStatus(uri: string): DocumentStatus {
  const problems = { error: 0, warning: 0, information: 0, hint: 0 };
  const reason = 'The check failed because of a fault in Opswright; its log has the details.';
  return { uri, version: -1, documents: 0, reason, resembles: true, problems };
}
