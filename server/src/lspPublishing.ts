/** Door: the documents of the workspace that can be published, and what publishing one takes. */

import { readFile } from 'node:fs/promises';
import type { CancellationToken } from 'vscode-languageserver/node';
import { writtenAs } from './formats.ts';
import { check, isRefusal, parse, publishingOf, typesOfKind } from './language/index.ts';
import { pathOf } from './lspConfig.ts';
import { longestText } from './lspDocuments.ts';
import type { Door } from './lspDoor.ts';
import { uriOf } from './lspWorkspace.ts';
import {
  type LocalDocument,
  localDocumentsRequest,
  type PublishableAnswer,
  type PublishableParams,
  publishableRequest,
} from './protocol.ts';
import { nameOf } from './workspaceIndex.ts';

/** @param entered - resolves when the folders of the workspace have been walked through. */
export function registerPublishing({ connection, answer, documents, index }: Door, entered: () => Promise<void>): void {
  connection.onRequest(localDocumentsRequest, (token) =>
    answer('documents of the workspace', token, async (): Promise<LocalDocument[]> => {
      await entered();
      const all = await index.all(() => token.isCancellationRequested);
      return all.flatMap(({ path, name, summary }): LocalDocument[] => {
        const types = typesOfKind(summary.kind);
        if (types.length === 0 || summary.embedded || index.documentsIn(path).length > 1) return [];
        return [{ uri: uriOf(path, documents), name, types, title: summary.title }];
      });
    }),
  );

  const publishable = ({ textDocument: { uri } }: PublishableParams, token: CancellationToken): Promise<unknown> =>
    answer('publishing', token, async (): Promise<PublishableAnswer> => {
      const open = documents.get(uri);
      const path = pathOf(uri);
      const text = open?.text.getText() ?? (path === undefined ? undefined : await textOf(path));
      if (text === undefined || text.length > longestText) return null;
      const document = open?.document ?? parse(text, writtenAs(uri));
      const publishing = publishingOf(document);
      if (isRefusal(publishing)) return { refused: publishing.refused };
      const problems = open?.document ? documents.problems(open) : check(document);
      const count = (severity: string): number => problems.filter((each) => each.severity === severity).length;
      return {
        name: path === undefined ? '' : nameOf(path),
        ...publishing,
        errors: count('error'),
        warnings: count('warning'),
      };
    });
  connection.onRequest(publishableRequest, publishable);
}

/** Undefined for a file that has gone. */
async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
