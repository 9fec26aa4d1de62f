/** What documents of the workspace say of each other: who calls whom, and where a parameter is given by a caller. */

import type { OutsideName, Span, SummaryCall } from './language/index.ts';
import { type IndexedDocument, nameOf, type WorkspaceIndex } from './workspaceIndex.ts';

/** A place in a file. */
export interface Place {
  path: string;
  at: Span;
}

export interface Caller {
  from: IndexedDocument;
  call: SummaryCall;
}

/** The documents that a caller means by a name; those in templates are known only once all files have been read. */
export async function documentsNamed(
  index: WorkspaceIndex,
  name: string,
  caller: string | undefined,
): Promise<readonly IndexedDocument[]> {
  const found = index.find(name, caller);
  if (found.length > 0) return found;
  await index.all();
  return index.find(name, caller);
}

/** Where what a call names is declared: the document, or its parameter. */
export async function declarationsOf(
  index: WorkspaceIndex,
  { call, parameter }: OutsideName,
  caller: string | undefined,
): Promise<Place[]> {
  const documents = await documentsNamed(index, call.name, caller);
  return documents.flatMap(({ path, summary }): Place[] => {
    if (parameter === undefined) return [{ path, at: summary.at }];
    return summary.names.flatMap(({ name, kind, at }) =>
      kind === 'parameter' && name === parameter ? [{ path, at }] : [],
    );
  });
}

/** All calls of a document. */
export async function callersOf(index: WorkspaceIndex, { path, name }: IndexedDocument): Promise<Caller[]> {
  const all = await index.all();
  return all.flatMap((from) =>
    from.summary.calls.flatMap((call) => {
      if (call.document !== name && nameOf(call.document) !== name) return [];
      const [meant] = index.find(call.document, from.path);
      return meant?.path === path && meant.name === name ? [{ from, call }] : [];
    }),
  );
}

/** Where callers give a parameter of a document. */
export async function givenParameters(
  index: WorkspaceIndex,
  document: IndexedDocument,
  parameter: string,
): Promise<Place[]> {
  const callers = await callersOf(index, document);
  return callers.flatMap(({ from, call }) =>
    call.parameters.flatMap(({ name, at }) => (name === parameter ? [{ path: from.path, at }] : [])),
  );
}
