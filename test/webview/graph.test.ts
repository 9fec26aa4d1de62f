/** The picture of a graph: where things stand, how they are drawn, and the way of the keyboard through it. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { aside } from '../../client/webview/aside.ts';
import { readable, revealing, whole, zoomed } from '../../client/webview/camera.ts';
import { drawing, standalone } from '../../client/webview/drawing.ts';
import { type Layout, layout, type PlacedNode } from '../../client/webview/layout.ts';
import { list } from '../../client/webview/list.ts';
import { graphAt, nodeAt } from '../../client/webview/places.ts';
import { withStates } from '../../client/webview/run.ts';
import { drawingStyle, pageStyle, resolved } from '../../client/webview/style.ts';
import { type Direction, walk } from '../../client/webview/walk.ts';
import { nodeWords } from '../../client/webview/words.ts';
import { check, parse, picture } from '../../server/src/language/index.ts';
import { toPicture } from '../../server/src/lspGraph.ts';
import type { DocumentGraph, DocumentPicture } from '../../server/src/protocol.ts';
import { golden } from '../helpers.ts';

/** Texts are drawn in another font on each machine; here every character is as wide as the next. */
const measure = (text: string, size: number): number => text.length * size * 0.55;

const folder = 'test/language/graph';
const branches = graphOf(readFileSync(`${folder}/branches-and-failures.yaml`, 'utf8'));
/** The same without its problems, whose words are the business of other tests, but for one. */
const sketch: DocumentGraph = {
  ...branches,
  nodes: branches.nodes.map(({ severity: _, ...node }) =>
    node.name === 'stop'
      ? { ...node, severity: 'error', problems: ['That way lies nothing.'] }
      : { ...node, problems: [] },
  ),
};
const loops = graphOf(readFileSync(`${folder}/loops.yaml`, 'utf8'));

function pictureOf(text: string): DocumentPicture {
  const document = parse(text);
  return toPicture(picture(document, check(document)), TextDocument.create('file:///a.yaml', 'yaml', 1, text));
}

function graphOf(text: string): DocumentGraph {
  const [graph] = pictureOf(text).graphs;
  assert.ok(graph);
  return graph;
}

/** A runbook of steps in a row, each of which goes to another one when it fails. */
function rowOf(count: number, onFailure: (index: number) => number): DocumentGraph {
  const steps = Array.from({ length: count }, (_, index) =>
    [`  - name: s${index}`, '    action: aws:sleep', `    onFailure: step:s${onFailure(index)}`].join('\n'),
  );
  return graphOf(`schemaVersion: "0.3"\nmainSteps:\n${steps.join('\n')}\n`);
}

const placed = ({ nodes }: Layout, id: string): PlacedNode => {
  const found = nodes.find(({ node }) => node.id === id);
  assert.ok(found, id);
  return found;
};

test('no step overlaps another, and the body of a loop lies within its box', () => {
  for (const graph of [branches, loops]) {
    const { nodes, width, height } = layout(graph, measure);
    for (const a of nodes) {
      assert.ok(a.x >= 0 && a.y >= 0 && a.x + a.width <= width + 1 && a.y + a.height <= height + 1, a.node.id);
      for (const b of nodes) {
        if (a.parent !== b.parent || a === b) continue;
        const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        assert.ok(apart, `${a.node.id} and ${b.node.id} overlap`);
      }
    }
  }
  const all = layout(loops, measure);
  const [loop, inner] = [placed(all, 'eachHost'), placed(all, 'eachHost/patch')];
  assert.ok(inner.x > loop.x && inner.x + inner.width < loop.x + loop.width);
  assert.ok(inner.y > loop.y && inner.y + inner.height < loop.y + loop.height);
});

test('control flows downwards', () => {
  const all = layout(branches, measure);
  for (const { from, to, kind } of branches.edges)
    if (kind === 'next') assert.ok(placed(all, from).y < placed(all, to).y, `${from} → ${to}`);
});

test('the drawing', () => {
  const svg = standalone(
    layout(sketch, measure),
    'Graph of branches',
    resolved(drawingStyle, () => ''),
  );
  golden('test/webview/branches-and-failures.svg', svg);
});

test('an exported file holds no variable, no script and nothing from elsewhere', () => {
  const svg = standalone(
    layout(loops, measure),
    'Graph',
    resolved(drawingStyle, () => '#123456'),
  );
  assert.doesNotMatch(svg, /var\(|<script|href|url\((?!#)|\son\w+=/);
  assert.match(svg, /#123456/);
  assert.doesNotMatch(
    resolved(pageStyle, () => 'red'),
    /var\(--[\w-]+,/,
  );
});

test('a text of the document is never markup', () => {
  const graph = graphOf(
    'schemaVersion: "0.3"\nmainSteps:\n  - name: \'"><script>x</script>\'\n    action: "<b>&"\n    description: "\\u0001<i>"\n',
  );
  const all = [drawing(layout(graph, measure), true), list(graph)].join('');
  assert.doesNotMatch(all, /<script|<b>|<i>/);
  assert.ok(!all.includes('\u0001'));
  assert.match(all, /&lt;script&gt;/);
});

test('a step that many go to on failure is named in them, and one arrow is drawn where nothing else leads to it', () => {
  const { routed, told } = aside(rowOf(12, () => 11));
  assert.equal(routed.filter(({ kind }) => kind === 'failure').length, 0);
  assert.deepEqual(told.get('s3'), [{ text: 'on failure → s11', role: 'failure' }]);

  const lone = rowOf(12, () => 11);
  const without = { ...lone, edges: lone.edges.filter(({ to, kind }) => to !== 's11' || kind === 'failure') };
  const drawn = aside(without).routed.filter(({ to }) => to === 's11');
  assert.deepEqual(
    drawn.map(({ from }) => from),
    ['s9'],
  );
  const few = aside(rowOf(3, () => 2));
  assert.equal(few.told.size, 0);
});

test('hundreds of steps that jump far get a narrow picture', () => {
  const { width, nodes } = layout(
    rowOf(400, (index) => (index * 7 + 11) % 400),
    measure,
  );
  assert.ok(nodes.length > 400);
  assert.ok(width < 2000, `${width} wide`);
});

test('every step is reached by the keyboard', () => {
  for (const graph of [branches, loops]) {
    const all = layout(graph, measure);
    const first = walk(all, undefined, 'first');
    const seen = new Set([first]);
    for (const id of seen) for (const way of ['down', 'right', 'left'] as const) seen.add(walk(all, id, way));
    const stops = all.nodes.filter(({ node }) => node.type !== 'start' && node.type !== 'end');
    assert.deepEqual([...seen].sort(), stops.map(({ node }) => node.id).sort());
  }
});

test('the arrow keys go along the arrows, into a loop and out of it', () => {
  const all = layout(loops, measure);
  const way = (from: string, ...keys: Direction[]) =>
    keys.reduce((at: string | undefined, key) => walk(all, at, key), from);
  assert.equal(way('eachHost', 'down'), 'eachHost/patch');
  assert.equal(way('eachHost', 'down', 'down'), 'eachHost/rest');
  assert.equal(way('eachHost', 'down', 'down', 'down'), 'untilQuiet');
  assert.equal(way('eachHost/patch', 'up'), 'eachHost');
  assert.equal(way('eachHost', 'up'), 'eachHost');
  assert.equal(way('eachHost', 'last', 'first'), 'eachHost');
  assert.equal(walk({ ...all, nodes: [] }, undefined, 'down'), undefined);
});

test('a step is told in a sentence or two', () => {
  const words = (id: string) => {
    const node = branches.nodes.find((each) => each.id === id);
    assert.ok(node);
    return nodeWords(node, branches);
  };
  assert.equal(
    words('decide'),
    'decide, branch, aws:branch. Goes to stop when look.State is running and not (look.Platform starts with Windows); to start when look.State is stopped, or look.State is stopping; to tell otherwise.',
  );
  assert.match(
    words('stop'),
    /^stop, aws:changeInstanceState, stopped\. Error: "strat" names no step.*Goes to strat; to start on cancel\.$/,
  );
  assert.equal(words('missing:stop:strat'), 'strat, there is no such step.');
});

test('the list tells the steps of a loop inside it', () => {
  assert.match(list(loops), /<ol><li><button[^>]*>eachHost<.*<ol><li><button[^>]*>patch<.*<\/ol><\/li>/);
});

test('the cursor is in the innermost step', () => {
  const text = readFileSync(`${folder}/several-documents.yaml`, 'utf8');
  const several = pictureOf(text);
  assert.equal(graphAt(several, { line: 3, character: 0 }), 0);
  assert.equal(graphAt(several, { line: 13, character: 4 }), 1);
  assert.equal(graphAt(several, { line: 8, character: 0 }), undefined);
  assert.equal(nodeAt(loops, { line: 15, character: 20 })?.id, 'eachHost/patch');
  assert.equal(nodeAt(loops, { line: 9, character: 6 })?.id, 'eachHost');
  assert.equal(nodeAt(loops, { line: 1, character: 0 }), undefined);
});

test('the camera shows all, stays where the mouse is while zooming, and moves no more than it must', () => {
  const view = { width: 400, height: 300 };
  assert.deepEqual(whole({ width: 200, height: 100 }, view), { scale: 1, x: 100, y: 100 });
  assert.equal(whole({ width: 800, height: 100 }, view).scale, 0.5);
  assert.equal(readable({ width: 200, height: 9000 }, view).scale, 1);
  const before = { scale: 1, x: 10, y: 20 };
  const after = zoomed(before, 2, { x: 110, y: 120 });
  assert.deepEqual(after, { scale: 2, x: -90, y: -80 });
  assert.equal(zoomed(before, 1e9, { x: 0, y: 0 }).scale, 4);
  assert.deepEqual(revealing(before, { x: 50, y: 50, width: 100, height: 50 }, view), before);
  assert.equal(revealing(before, { x: 50, y: 500, width: 100, height: 50 }, view).y, 300 - 24 - 550);
});

test('a run colours its steps, those in a loop too, and says so in words', () => {
  const ran = { ...loops, ...withStates(loops, { eachHost: 'running', patch: 'failed' }) };
  const markup = drawing(layout(ran, measure), true);
  assert.match(markup, /class="node loop[^"]* ran running" data-id="eachHost"/);
  assert.match(markup, /class="node step[^"]* ran failed" data-id="eachHost\/patch"/);
  assert.match(markup, /patch, failed in the run/);
  assert.match(markup, /✗/);
  assert.ok(!drawing(layout(loops, measure), true).includes(' ran '));
});
