/** Documents of the accounts, and how those of the workspace stand to them. */

import { Disposable, type LogOutputChannel, type Memento } from 'vscode';
import type { Connections } from '../aws/connections.ts';
import type { Server } from '../languageClient.ts';
import { documents } from '../views/documents.ts';
import { followKept } from '../views/documentsChanged.ts';
import type { Tree, View } from '../views/tree.ts';
import { type KeptDocuments, keptDocuments } from './kept.ts';
import { type LocalDocuments, localDocuments } from './local.ts';
import { type ServiceProblems, serviceProblems } from './problems.ts';
import { type DocumentTexts, documentTexts } from './texts.ts';

export interface Documents extends Disposable {
  kept: KeptDocuments;
  view: View;
  /** Draws the view anew when what it shows is another without a call. */
  follow(tree: Tree): void;
  local: LocalDocuments;
  problems: ServiceProblems;
  texts: DocumentTexts;
}

interface Options {
  connections: Connections;
  memory: Memento;
  server: Server;
  log: LogOutputChannel;
}

export function accountDocuments({ connections, memory, server, log }: Options): Documents {
  const kept = keptDocuments(memory);
  const texts = documentTexts(connections, log);
  const local = localDocuments({ connections, kept, server, texts });
  const problems = serviceProblems();
  const subscriptions: Disposable[] = [kept, problems, texts];
  return {
    kept,
    local,
    problems,
    texts,
    view: documents(connections, { kept, local }),
    follow: (tree) => void subscriptions.push(followKept(tree, kept)),
    dispose: () => Disposable.from(...subscriptions).dispose(),
  };
}
