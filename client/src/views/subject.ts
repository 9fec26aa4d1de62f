/** What a command of a tree's menu is given: the least it needs of the node, and which connection it belongs to. */

import type { Connection } from '../aws/connection.ts';
import type { Element } from './tree.ts';

/** The subject of a node with where it stands; the rest of it is what the view says. */
export interface Subject {
  connection: Connection;
  /** The id of the view. */
  view: string;
  /** Of the node, for refreshing it. */
  path: string;
}

/** Takes the subject out of what VS Code hands over, one element or all that are selected; anything else stays as it is. */
export function subjectOf(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(subjectOf);
  return isElement(given)
    ? { ...given.node.subject, connection: given.connection, view: given.view, path: given.path }
    : given;
}

function isElement(given: unknown): given is Element {
  return typeof given === 'object' && given !== null && 'node' in given && 'path' in given;
}
