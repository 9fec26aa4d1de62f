/** What the files that register requests share: the connection, its fence, the open documents and the workspace. */

import type { Connection } from 'vscode-languageserver/node';
import type { OpenDocuments } from './lspDocuments.ts';
import type { Features } from './lspFeatures.ts';
import type { Answer } from './lspRequests.ts';
import type { EditorSettings } from './lspSettings.ts';
import type { WorkspaceIndex } from './workspaceIndex.ts';

export interface Door {
  connection: Connection;
  answer: Answer;
  documents: OpenDocuments;
  index: WorkspaceIndex;
  settings: EditorSettings;
  features: () => Features;
}
