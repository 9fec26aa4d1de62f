/**
 * Door: running a document. What it asks for, a run file for it, the request that a run file comes to, and where its steps
 * stand.
 *
 * The client sends nothing that is not made here, so that it knows no syntax. A document is open, a file, or a text that
 * the client has fetched.
 */

import { readFile } from 'node:fs/promises';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { writtenAs } from './formats.ts';
import {
  calledDocumentOf,
  type Document,
  isRefusal,
  type Lookups,
  namedDocument,
  newRunFile,
  parse,
  runnable,
  runnablePart,
  runPartOf,
  runRequest,
  stepPlaces,
} from './language/index.ts';
import { callerOf, pathOf } from './lspConfig.ts';
import { toRange } from './lspConvert.ts';
import { longestText } from './lspDocuments.ts';
import type { Door } from './lspDoor.ts';
import { uriOf } from './lspWorkspace.ts';
import {
  type DocumentSource,
  type DocumentStep,
  type NewRunFileAnswer,
  type NewRunFileParams,
  newRunFileRequest,
  type RunFileRequest,
  type RunnableAnswer,
  type RunnableParams,
  type RunRequestParams,
  runnableRequest,
  runRequestRequest,
  type StepsParams,
  stepsRequest,
} from './protocol.ts';
import { nameOf } from './workspaceIndex.ts';

interface Read {
  document: Document;
  text: TextDocument;
  /** What the document is called where it is published. */
  name: string;
}

export function serveRun(door: Door, lookupsFor: (file: string | undefined) => Lookups): void {
  const { connection, answer, documents, index } = door;

  /** A document that is open or a file; undefined for one that is neither, or longer than anybody writes. */
  async function readUri(uri: string): Promise<Read | undefined> {
    const open = documents.get(uri);
    const name = nameOf(pathOf(uri) ?? uri);
    if (open !== undefined) return open.document && { document: open.document, text: open.text, name };
    const content = await contentOf(pathOf(uri));
    return content === undefined ? undefined : readText(uri, content, name);
  }

  function readText(uri: string, content: string, name: string): Read | undefined {
    if (content.length > longestText) return undefined;
    const document = parse(content, writtenAs(uri));
    return { document, text: TextDocument.create(uri, '', 0, content), name };
  }

  async function read(source: DocumentSource): Promise<Read | undefined> {
    if ('uri' in source) return readUri(source.uri);
    const name = source.name.replace(/^arn:.*?:(?:document|automation-definition)\//, '').replace(/:[^:]*$/, '');
    return readText('', source.text, name);
  }

  connection.onRequest<RunnableAnswer, never>(runnableRequest, ({ document: source }: RunnableParams, token) =>
    answer('what a run needs', token, async (): Promise<RunnableAnswer> => {
      const found = await read(source);
      return found ? runnable(found.document, found.name) : null;
    }),
  );

  connection.onRequest<NewRunFileAnswer, never>(
    newRunFileRequest,
    ({ document: source, ...run }: NewRunFileParams, token) =>
      answer('new run file', token, async (): Promise<NewRunFileAnswer> => {
        const found = await read(source);
        const asks = found && runnable(found.document, found.name);
        if (asks === undefined || isRefusal(asks)) return asks ?? null;
        return newRunFile(asks, { ...run, run: run.run ?? asks.name });
      }),
  );

  connection.onRequest<RunFileRequest | null, never>(
    runRequestRequest,
    ({ runFile, document: fetched }: RunRequestParams, token) =>
      answer('request of a run file', token, async (): Promise<RunFileRequest | null> => {
        const { uri = 'untitled:new.run.yaml' } = runFile;
        const found =
          'text' in runFile
            ? { document: parse(runFile.text, runFileKind), text: TextDocument.create(uri, '', 0, runFile.text) }
            : await readUri(uri);
        if (found === undefined) return null;
        const { document, text } = found;
        const published = fetched && publishedIn(fetched.text);
        const answered = runRequest(document, { lookups: lookupsFor(callerOf(uri)), published, nameOf });
        const local = localOf(document, callerOf(uri));
        const problems = answered.problems.map((problem) => ({ ...problem, range: toRange(problem.range, text) }));
        return { ...answered, problems, ...(local && { local }) };
      }),
  );

  connection.onRequest<DocumentStep[] | null, never>(stepsRequest, ({ document: source }: StepsParams, token) =>
    answer('steps', token, async (): Promise<DocumentStep[] | null> => {
      const found = await read(source);
      if (found === undefined) return null;
      const { document, text } = found;
      return stepPlaces(document).map(({ range, selection, ...step }) => ({
        ...step,
        range: toRange(range, text),
        selection: toRange(selection, text),
      }));
    }),
  );

  /** The file of the workspace that a run file means. */
  function localOf(document: Document, file: string | undefined): RunFileRequest['local'] | undefined {
    const part = runPartOf(document);
    const named = part && namedDocument(part);
    const [found] = named === undefined ? [] : index.find(named.name, file);
    return found && { uri: uriOf(found.path, documents), name: found.name };
  }
}

const runFileKind = { format: 'yaml', kind: 'run' } as const;

/** What a text of the service asks of callers; undefined for one that cannot be run. */
function publishedIn(text: string) {
  const part = runnablePart(parse(text));
  const called = part && calledDocumentOf(part);
  return called && { ...called, published: true };
}

async function contentOf(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    return await readFile(path, 'utf8');
  } catch {
    // Gone, or not to be read: then it is no document.
    return undefined;
  }
}
