/**
 * The other forms of a rule or remediation of AWS Config, for a client that opens them beside, as a command; for other
 * editors as a new file, or in place of a text that holds nothing else.
 */

import type { CodeAction, Connection } from 'vscode-languageserver/node';
import { isRefusal, type Range, type Refactoring, type Rewriting, rewritings } from './language/index.ts';
import type { OpenDocuments, OursDocument } from './lspDocuments.ts';
import type { Features } from './lspFeatures.ts';
import type { Answer } from './lspRequests.ts';
import {
  type ConfigFormChoice,
  type ConfigFormsParams,
  configFormsRequest,
  rewriteConfigRuleCommand,
} from './protocol.ts';

const kind = 'refactor.rewrite';

/** For the client that has the command: what it can open. What cannot be written so comes with its reason. */
export function formCommands({ document, text }: OursDocument, range: Range, { disabled }: Features): CodeAction[] {
  const position = text.positionAt(range.start);
  return rewritings(document, range.start).flatMap(({ title, form, result }): CodeAction[] => {
    if (isRefusal(result)) return disabled ? [{ title, kind, disabled: { reason: result.refused } }] : [];
    const args = [text.uri, position, form];
    return [{ title, kind, command: { title, command: rewriteConfigRuleCommand, arguments: args } }];
  });
}

const endings: Record<Rewriting['form'], string> = {
  api: '.request.json',
  template: '.template.yaml',
  pack: '.pack.yaml',
};

/** For other editors: a new file beside a saved one, else the text itself where it holds nothing else. */
export function formEdits(
  { document }: OursDocument,
  range: Range,
  beside: ((ending: string) => string) | undefined,
): Refactoring[] {
  return rewritings(document, range.start).flatMap(({ title, form, result, whole }): Refactoring[] => {
    if (isRefusal(result)) return [{ title, kind, edits: [], refused: result.refused }];
    const { text, lost } = result;
    const name = beside?.(endings[form]);
    const told = `${title}${name === undefined ? '' : ' in a new file'}${lost === undefined ? '' : `. ${lost}`}`;
    if (name !== undefined) return [{ title: told, kind, edits: [], file: { name, text } }];
    return whole ? [{ title: told, kind, edits: [{ start: 0, end: document.text.length, text }] }] : [];
  });
}

/** Answers the command of the client. */
export function serveForms(connection: Connection, documents: OpenDocuments, answer: Answer): void {
  connection.onRequest(configFormsRequest, ({ textDocument, position }: ConfigFormsParams, token) =>
    answer('forms of a Config rule', token, () => {
      const open = documents.get(textDocument.uri);
      return open?.document ? rewritings(open.document, open.text.offsetAt(position)).map(choiceOf) : null;
    }),
  );
}

function choiceOf({ form, title, result }: Rewriting): ConfigFormChoice {
  if (isRefusal(result)) return { form, title, refused: result.refused };
  const { text, format, lost } = result;
  return { form, title, text, format, ...(lost !== undefined && { lost }) };
}
