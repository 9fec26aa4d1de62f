/** The document that a run file names, for whoever has to fetch it. */

import type { Document, Part } from '../document.ts';
import { isPath, runView, textAt } from '../kinds/run.ts';
import type { AccountPlace, NamedDocument } from './data.ts';

/** The first run file of a text; undefined for a text that is none. */
export function runPartOf({ parts }: Document): Part | undefined {
  return parts.find(({ kind }) => kind === 'run');
}

/** The account and Region that a run file names. */
export function placeOfRun({ root }: Part): AccountPlace {
  const account = textAt(root, 'account');
  const region = textAt(root, 'region');
  return { ...(account && { account }), ...(region && { region }) };
}

/** What a run file names; undefined before it names anything. */
export function namedDocument(part: Part): NamedDocument | undefined {
  const { call } = runView(part);
  if (call === undefined) return undefined;
  // An ARN of a definition may end in a version.
  const arn = /^(arn:.*:(?:document|automation-definition)\/[^:]+):([^:]*)$/.exec(call.node.text);
  const behind = /^(?:\$LATEST|\$DEFAULT|[1-9]\d*)$/.test(arn?.[2] ?? '') ? arn?.[2] : undefined;
  const version = textAt(part.root, 'version') ?? behind;
  return { name: arn?.[1] ?? call.node.text, ...(version && { version }), ...placeOfRun(part) };
}

/** True for a run file that names a file of the workspace. */
export function namesPath(part: Part): boolean {
  const { call } = runView(part);
  return call !== undefined && isPath(call.node.text);
}
