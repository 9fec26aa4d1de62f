/**
 * Door: finding one's way within a document and between the documents of a workspace.
 *
 * Offers only what the editor at the other end asks for. What is declared or used elsewhere is asked of the index; the
 * rest is in `language/navigate/`.
 */

import { existsSync } from 'node:fs';
import path from 'node:path';
import type {
  ClientCapabilities,
  DocumentLink,
  Location,
  LocationLink,
  Position,
  Range as ProtocolRange,
  SelectionRange,
  ServerCapabilities,
  TextEdit,
} from 'vscode-languageserver/node';
import { DocumentHighlightKind, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import {
  declaredParameter,
  definition,
  highlights,
  type Link,
  linkedNames,
  links,
  outsideName,
  prepareRename,
  publishedPage,
  references,
  rename,
  selections,
} from './language/index.ts';
import { pathOf } from './lspConfig.ts';
import { toRange } from './lspConvert.ts';
import type { OursDocument } from './lspDocuments.ts';
import type { Door } from './lspDoor.ts';
import { callersOf, declarationsOf, documentsNamed, givenParameters, type Place } from './lspOutside.ts';
import { uriOf } from './lspWorkspace.ts';

export function navigationCapabilities({ textDocument }: ClientCapabilities): ServerCapabilities {
  return {
    ...(textDocument?.definition && { definitionProvider: true }),
    ...(textDocument?.references && { referencesProvider: true }),
    ...(textDocument?.documentHighlight && { documentHighlightProvider: true }),
    ...(textDocument?.rename && {
      renameProvider: textDocument.rename.prepareSupport ? { prepareProvider: true } : true,
    }),
    ...(textDocument?.documentLink && { documentLinkProvider: {} }),
    ...(textDocument?.selectionRange && { selectionRangeProvider: true }),
    ...(textDocument?.linkedEditingRange && { linkedEditingRangeProvider: true }),
  };
}

interface At {
  textDocument: { uri: string };
  position: Position;
}

export function registerNavigation(door: Door): void {
  const { connection, answer, documents, index, features } = door;

  /** Answers about a place in a document of ours, and null about any other. */
  const at = <T>({ textDocument, position }: At, run: (open: OursDocument, offset: number) => T): T | null => {
    const open = documents.ours(textDocument.uri);
    return open ? run(open, open.text.offsetAt(position)) : null;
  };
  const toLocation = ({ path: file, at: range }: Place): Location => ({ uri: uriOf(file, documents), range });

  connection.onDefinition((params, token) =>
    answer('definition', token, () =>
      at(params, async (open, offset): Promise<LocationLink[] | Location[] | null> => {
        const found = definition(open.document, offset);
        if (found !== undefined) {
          const { uri } = open.text;
          if (!features().definitionLinks)
            return found.targets.map(({ selection }) => ({ uri, range: toRange(selection, open.text) }));
          const originSelectionRange = toRange(found.origin, open.text);
          return found.targets.map((target) => ({
            originSelectionRange,
            targetUri: uri,
            targetRange: toRange(target, open.text),
            targetSelectionRange: toRange(target.selection, open.text),
          }));
        }
        const outside = outsideName(open.document, offset);
        if (outside === undefined) return null;
        const places = (await declarationsOf(index, outside, pathOf(open.text.uri))).map(toLocation);
        if (!features().definitionLinks) return places;
        const originSelectionRange = toRange(outside.range, open.text);
        return places.map(({ uri, range }) => ({
          originSelectionRange,
          targetUri: uri,
          targetRange: range,
          targetSelectionRange: range,
        }));
      }),
    ),
  );

  connection.onReferences((params, token) =>
    answer('references', token, () =>
      at(params, (open, offset) => referencesAt(door, open, offset, params.context.includeDeclaration)),
    ),
  );

  connection.onDocumentHighlight((params, token) =>
    answer('highlights', token, () =>
      at(params, ({ document, text }, offset) => {
        const found = highlights(document, offset) ?? null;
        return found?.map((each) => ({
          range: toRange(each, text),
          kind: each.kind === 'write' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
        }));
      }),
    ),
  );

  connection.onPrepareRename((params, token) =>
    answer('rename', token, () =>
      at(params, ({ document, text }, offset) => {
        const found = prepareRename(document, offset);
        if (found === undefined) return null;
        if ('refused' in found) return refuse(found.refused);
        return { range: toRange(found.range, text), placeholder: found.name };
      }),
    ),
  );

  connection.onRenameRequest((params, token) =>
    answer('rename', token, () =>
      at(params, async (open, offset) => {
        const name = params.newName.trim();
        const renaming = rename(open.document, offset, name);
        if (renaming === undefined) return refuse('There is nothing here that can be renamed.');
        if ('refused' in renaming) return refuse(renaming.refused);
        const changes: Record<string, TextEdit[]> = {
          [open.text.uri]: renaming.edits.map((edit) => ({ range: toRange(edit, open.text), newText: edit.text })),
        };
        const parameter = declaredParameter(open.document, offset);
        for (const { uri, range } of parameter === undefined ? [] : await givenElsewhere(door, open, parameter))
          changes[uri] = [...(changes[uri] ?? []), { range, newText: name }];
        return { changes };
      }),
    ),
  );

  connection.onDocumentLinks(({ textDocument }, token) =>
    answer('links', token, async () => {
      const open = documents.ours(textDocument.uri);
      if (!open) return null;
      const found = await Promise.all(links(open.document).map((link) => toLink(door, open, link)));
      return found.flatMap((link) => link ?? []);
    }),
  );

  connection.onSelectionRanges(({ textDocument, positions }, token) =>
    answer('selections', token, () => {
      const open = documents.ours(textDocument.uri);
      if (!open) return null;
      return positions.map((position): SelectionRange => {
        let parent: SelectionRange | undefined;
        for (const range of selections(open.document, open.text.offsetAt(position)).reverse())
          parent = { range: toRange(range, open.text), ...(parent && { parent }) };
        return parent ?? { range: { start: position, end: position } };
      });
    }),
  );

  connection.languages.onLinkedEditingRange((params, token) =>
    answer('linked names', token, () =>
      at(params, ({ document, text }, offset) => {
        const found = linkedNames(document, offset);
        return found ? { ranges: found.map((each) => toRange(each, text)), wordPattern: '[A-Za-z0-9_]*' } : null;
      }),
    ),
  );
}

/** Where a name stands in its document, and for a parameter where callers of the document give it. */
export async function referencesAt(
  door: Door,
  open: OursDocument,
  offset: number,
  declarations: boolean,
): Promise<Location[] | null> {
  const { uri } = open.text;
  const inside = references(open.document, offset, declarations);
  if (inside !== undefined) {
    const own = inside.map((range) => ({ uri, range: toRange(range, open.text) }));
    const parameter = declaredParameter(open.document, offset);
    return parameter === undefined ? own : [...own, ...(await givenElsewhere(door, open, parameter))];
  }
  const outside = outsideName(open.document, offset);
  if (outside === undefined) return null;
  const [document] = await documentsNamed(door.index, outside.call.name, pathOf(uri));
  if (document === undefined) return null;
  const declared = declarations ? await declarationsOf(door.index, outside, pathOf(uri)) : [];
  const given =
    outside.parameter === undefined
      ? (await callersOf(door.index, document)).map(({ from, call }): Place => ({ path: from.path, at: call.at }))
      : await givenParameters(door.index, document, outside.parameter);
  return [...declared, ...given].map((place) => ({ uri: uriOf(place.path, door.documents), range: place.at }));
}

async function givenElsewhere(
  { index, documents }: Door,
  open: OursDocument,
  parameter: string,
): Promise<{ uri: string; range: ProtocolRange }[]> {
  const file = pathOf(open.text.uri);
  const [document, ...others] = file === undefined ? [] : index.documentsIn(file);
  // In a file with several documents it is not certain which of them a caller means.
  if (document === undefined || others.length > 0) return [];
  const places = await givenParameters(index, document, parameter);
  return places.map((place) => ({ uri: uriOf(place.path, documents), range: place.at }));
}

async function toLink({ index, documents }: Door, open: OursDocument, link: Link): Promise<DocumentLink | undefined> {
  const range = toRange(link, open.text);
  const file = pathOf(open.text.uri);
  switch (link.to) {
    case 'page':
      return { range, target: link.address, tooltip: link.title };
    case 'document': {
      const { name } = link.call;
      const [found] = index.find(name, file);
      if (found !== undefined)
        return { range, target: uriOf(found.path, documents), tooltip: `Open ${path.basename(found.path)}` };
      if (!/^(AWS|Amazon)/.test(name)) return undefined;
      return { range, target: publishedPage(name), tooltip: `${name} in the AWS console` };
    }
    case 'file': {
      const attached = file === undefined ? undefined : path.resolve(path.dirname(file), link.name);
      if (attached === undefined || !existsSync(attached)) return undefined;
      return { range, target: uriOf(attached, documents), tooltip: `Open ${link.name}` };
    }
  }
}

/** The editor shows the sentence to the one who asked. */
function refuse(sentence: string): ResponseError<never> {
  return new ResponseError(LSPErrorCodes.RequestFailed, sentence);
}
