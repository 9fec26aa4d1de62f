/** The graph of a document, for a client that draws it. No decisions: offsets become lines and columns. */

import type { Connection } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type Graph, type GraphBody, type Picture, picture } from './language/index.ts';
import { toRange } from './lspConvert.ts';
import type { OpenDocuments } from './lspDocuments.ts';
import type { Answer } from './lspRequests.ts';
import {
  type DocumentGraph,
  type DocumentGraphBody,
  type DocumentPicture,
  type GraphParams,
  graphRequest,
} from './protocol.ts';

export function serveGraph(connection: Connection, documents: OpenDocuments, answer: Answer): void {
  connection.onRequest(graphRequest, ({ textDocument }: GraphParams, token) =>
    answer('graph', token, () => {
      const open = documents.get(textDocument.uri);
      return open?.document ? toPicture(picture(open.document, documents.problems(open)), open.text) : null;
    }),
  );
}

export function toPicture({ graphs, note }: Picture, text: TextDocument): DocumentPicture {
  return {
    version: text.version,
    graphs: graphs.map((graph) => toGraph(graph, text)),
    ...(note !== undefined && { note }),
  };
}

function toGraph(graph: Graph, text: TextDocument): DocumentGraph {
  return { ...graph, range: toRange(graph.range, text), ...toBody(graph, text) };
}

function toBody({ nodes, edges }: GraphBody, text: TextDocument): DocumentGraphBody {
  return {
    nodes: nodes.map(({ range, selection, body, ...node }) => ({
      ...node,
      ...(range !== undefined && { range: toRange(range, text) }),
      ...(selection !== undefined && { selection: toRange(selection, text) }),
      ...(body !== undefined && { body: toBody(body, text) }),
    })),
    edges,
  };
}
