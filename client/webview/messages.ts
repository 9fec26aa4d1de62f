/** What the extension and the web view of the graph say to each other: types only. */

import type { Position, Range } from 'vscode-languageserver-types';
import type { DocumentPicture } from '../../server/src/protocol.ts';
import type { States } from './run.ts';

export type ToView =
  | { type: 'picture'; uri: string; name: string; picture: DocumentPicture }
  /** Where the cursor is in the text of that document. */
  | { type: 'cursor'; uri: string; position: Position }
  /** How far the steps of that document came in a run, by their names; without states it is the document alone again. */
  | { type: 'run'; uri: string; title: string; states?: States }
  | { type: 'note'; text: string }
  /** Takes the keyboard to the step that the cursor is in. */
  | { type: 'focus' };

export type FromView =
  | { type: 'ready' }
  | { type: 'open'; range: Range }
  | { type: 'export'; svg: string }
  /** A fault of ours, for the log. */
  | { type: 'failed'; what: string };

/** What VS Code keeps of the view while it is not drawn, and over a restart. */
export interface KeptState {
  uri: string;
  camera?: { x: number; y: number; scale: number };
  list?: boolean;
}
