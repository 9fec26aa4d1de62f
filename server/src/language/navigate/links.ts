/**
 * What a document points at outside of itself: pages of AWS, documents that it calls, files that are attached to it.
 *
 * Which documents and files there are, the door knows; here a link only says what it is about.
 */

import { plainText } from '../aws/calls.ts';
import { type Call, callsOf, nameRange } from '../calls.ts';
import { actionNamed, guidePage, pluginNamed } from '../catalogue.ts';
import type { Document, Part } from '../document.ts';
import { meaningOf } from '../meaning.ts';
import type { Range } from '../problem.ts';
import { entriesOf, get, itemsOf, type Node, resolve, type ScalarNode } from '../syntax/node.ts';

export type Link = Range &
  (
    | { to: 'page'; address: string; title: string }
    /** A document by its name. */
    | { to: 'document'; call: Call }
    /** A file beside the document. */
    | { to: 'file'; name: string }
  );

/** All links of a document, in source order. */
export function links(document: Document): Link[] {
  const ours = document.parts.filter(({ kind }) => kind !== undefined);
  return ours.flatMap((part) => [...pages(part), ...called(part), ...attached(part)]).sort((a, b) => a.start - b.start);
}

function pages(part: Part): Link[] {
  return meaningOf(part).view.all.flatMap(({ action, actionNode }): Link[] => {
    const docs = (actionNamed(action) ?? pluginNamed(action))?.docs;
    if (docs === undefined || actionNode === undefined) return [];
    return [{ to: 'page', ...nameRange(actionNode), address: guidePage(docs), title: `User guide: ${action}` }];
  });
}

function called(part: Part): Link[] {
  return callsOf(part).map((call) => ({ to: 'document', ...call.place, call }));
}

/** Names under `files`, as a list of runbooks and as a map of packages, and where a script is given one. */
function attached(part: Part): Link[] {
  const files = get(part.root, 'files');
  const nodes: (Node | undefined)[] = entriesOf(files).map(({ key }) => key);
  for (const item of itemsOf(files)) nodes.push(...entriesOf(item).map(({ key }) => key), item);
  for (const step of meaningOf(part).view.all)
    if (step.action === 'aws:executeScript') nodes.push(get(step.inputs, 'Attachment'));
  return nodes.flatMap((node): Link[] => {
    const scalar: ScalarNode | undefined = plainText(resolve(node));
    return scalar === undefined ? [] : [{ to: 'file', ...nameRange(scalar), name: scalar.text }];
  });
}

/** The console shows the text of any document that AWS publishes; the pages of its guides are not named after them. */
export function publishedPage(name: string): string {
  return `https://console.aws.amazon.com/systems-manager/documents/${encodeURIComponent(name)}/description`;
}
