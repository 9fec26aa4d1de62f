/** Which step a cursor is in. Pure. */

import type { Position, Range } from 'vscode-languageserver-types';
import type {
  DocumentGraphBody as Body,
  DocumentPicture,
  DocumentGraphNode as Node,
} from '../../server/src/protocol.ts';

/** The innermost step around a position. */
export function nodeAt(body: Body, position: Position): Node | undefined {
  const node = body.nodes.find(({ range }) => range !== undefined && isWithin(range, position));
  return (node?.body && nodeAt(node.body, position)) ?? node;
}

/** The index of the document around a position, where a text holds several. */
export function graphAt({ graphs }: DocumentPicture, position: Position): number | undefined {
  const at = graphs.findIndex(({ range }) => isWithin(range, position));
  return at < 0 ? undefined : at;
}

function isWithin({ start, end }: Range, position: Position): boolean {
  return compare(start, position) <= 0 && compare(position, end) <= 0;
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}
