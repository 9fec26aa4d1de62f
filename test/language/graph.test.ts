/**
 * The picture of a document's flow. Each document in `graph/` has a twin with its nodes and arrows in words, written with
 * `OPSWRIGHT_GOLDEN=write`.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  check,
  type GraphBody,
  type GraphEdge,
  type GraphNode,
  type Picture,
  parse,
  picture,
} from '../../server/src/language/index.ts';
import { golden } from '../helpers.ts';

const folder = 'test/language/graph';

function pictureOf(text: string): Picture {
  const document = parse(text);
  return picture(document, check(document));
}

for (const name of readdirSync(folder).filter((each) => /\.(yaml|json)$/.test(each))) {
  test(`graph/${name}`, () => {
    const text = readFileSync(`${folder}/${name}`, 'utf8');
    const { graphs, note } = pictureOf(text);
    const lines = graphs.flatMap((graph) => [
      `${graph.title}${graph.description === undefined ? '' : `: ${graph.description}`}`,
      ...bodyLines(graph, text, '  '),
    ]);
    if (note !== undefined) lines.push(note);
    golden(`${folder}/${name.replace(/\.\w+$/, '.out')}`, `${lines.join('\n')}\n`);
  });
}

function bodyLines({ nodes, edges }: GraphBody, text: string, indent: string): string[] {
  return nodes.flatMap((node) => [
    `${indent}${nodeWords(node, text)}`,
    ...edges.filter(({ from }) => from === node.id).map((edge) => `${indent}  ${edgeWords(edge)}`),
    ...(node.body === undefined ? [] : bodyLines(node.body, text, `${indent}    `)),
  ]);
}

function nodeWords(
  { id, type, name, action, detail, condition, severity, selection }: GraphNode,
  text: string,
): string {
  const place = selection === undefined ? '' : ` @${text.slice(0, selection.start).split('\n').length}`;
  const words = [
    type === 'step' ? '' : type,
    id === name ? name : `${name} [${id}]`,
    action,
    detail,
    condition,
    severity,
  ];
  return words.filter((word) => word !== undefined && word !== '').join(' · ') + place;
}

function edgeWords({ to, kind, label }: GraphEdge): string {
  return `→ ${to} (${kind})${label === undefined ? '' : ` ${label}`}`;
}

test('an empty text and one that is none of ours are answered with a sentence', () => {
  for (const text of ['', '\n\n', 'a: 1', '{"a": 1}', 'schemaVersion: "0.3"\n', '- x', '{{{']) {
    const { graphs, note } = pictureOf(text);
    assert.deepEqual(graphs, []);
    assert.match(note ?? '', /^[A-Z].*\.$/, JSON.stringify(text));
  }
});

test('every arrow joins two nodes of its own list, whatever is cut out of a document', () => {
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readFileSync(`${folder}/${name}`, 'utf8'));
  const cut = fc.tuple(fc.constantFrom(...texts), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(80));
  fc.assert(
    fc.property(cut, ([text, part, length]) => {
      const at = Math.floor(part * text.length);
      for (const graph of pictureOf(text.slice(0, at) + text.slice(at + length)).graphs) assertJoined(graph);
    }),
    { numRuns: 200 },
  );
});

function assertJoined({ nodes, edges }: GraphBody): void {
  const ids = nodes.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length, 'an id stands twice');
  for (const { from, to } of edges) assert.ok(ids.includes(from) && ids.includes(to), `${from} → ${to} leads nowhere`);
  for (const { body } of nodes) if (body !== undefined) assertJoined(body);
}
