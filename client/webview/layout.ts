/**
 * Where everything of a graph stands: dagre ranks the steps from top to bottom, each loop's body first and by itself, so that
 * the loop is a box of a known size among the others. Pure: how wide a text is drawn is passed in.
 */

import dagre, { type Edge as DagreEdge } from '@dagrejs/dagre';
import type {
  DocumentGraphBody as Body,
  DocumentGraphEdge as Edge,
  DocumentGraphNode as Node,
} from '../../server/src/protocol.ts';
import { aside } from './aside.ts';

export interface Point {
  x: number;
  y: number;
}

/** `x` and `y` are its upper left corner. */
export interface Box extends Point {
  width: number;
  height: number;
}

export interface Line {
  text: string;
  role: 'name' | 'action' | 'detail' | 'condition' | 'failure' | 'cancel';
}

export interface PlacedNode extends Box {
  node: Node;
  /** The list of steps it is one of. */
  siblings: Body;
  /** The loop around it. */
  parent: string | undefined;
  /** What is written in it, cut to fit; also arrows that are told and not drawn. */
  lines: Line[];
}

export interface PlacedEdge {
  edge: Edge;
  points: Point[];
  label?: Box & { lines: string[] };
}

export interface Layout {
  width: number;
  height: number;
  /** In source order, a loop before its body; hence drawn below it. */
  nodes: PlacedNode[];
  edges: PlacedEdge[];
}

/** Width of a text in pixels. */
export type Measure = (text: string, size: number, bold: boolean) => number;

export const nameSize = 13;
export const smallSize = 11;
const lineHeight = 17;
const padding = 12;
const widest = 260;
const manySteps = 200;

/** Height of the texts at the top of a box. */
export function textHeight(lines: readonly unknown[]): number {
  return lines.length * lineHeight + 2 * (padding - 3);
}

/** The baseline of a line, from the top of its box. */
export function baseline(index: number): number {
  return padding + 10 + index * lineHeight;
}

export function layout(body: Body, measure: Measure): Layout {
  return place(body, undefined, measure);
}

function place(body: Body, parent: string | undefined, measure: Measure): Layout {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({
    rankdir: 'TB',
    nodesep: 36,
    edgesep: 24,
    ranksep: 30,
    marginx: 16,
    marginy: 16,
    // The best ranks take too long where hundreds of steps hang together.
    ranker: body.nodes.length > manySteps ? 'longest-path' : 'network-simplex',
  });
  const inner = new Map<string, Layout>();
  const texts = new Map<string, Line[]>();
  const { routed, told } = aside(body);
  for (const node of body.nodes) {
    const lines = linesOf(node, told.get(node.id) ?? [], measure);
    texts.set(node.id, lines);
    let { width, height } = sizeOf(node, lines, measure);
    if (node.body !== undefined) {
      const within = place(node.body, node.id, measure);
      inner.set(node.id, within);
      width = Math.max(width, within.width);
      height += within.height - 8;
    }
    graph.setNode(node.id, { width, height });
  }
  for (const edge of routed) {
    const lines = wrap(edge.label ?? '', measure);
    const width = Math.max(0, ...lines.map((line) => measure(line, smallSize, false))) + 12;
    const size = lines.length === 0 ? {} : { width, height: lines.length * 15 + 4, labelpos: 'c' as const };
    graph.setEdge(edge.from, edge.to, { ...size, lines, edge, weight: edge.kind === 'next' ? 4 : 1 }, edge.kind);
  }
  dagre.layout(graph, { disableOptimalOrderHeuristic: true });

  const nodes = body.nodes.flatMap((node): PlacedNode[] => {
    const { x, y, width, height } = graph.node(node.id) as Box;
    const box = { x: x - width / 2, y: y - height / 2, width, height };
    const lines = texts.get(node.id) ?? [];
    const own = { ...box, node, siblings: body, parent, lines };
    const within = inner.get(node.id);
    if (within === undefined) return [own];
    const to = offsetOf(own, within);
    return [own, ...within.nodes.map((each) => ({ ...each, x: each.x + to.x, y: each.y + to.y }))];
  });
  const edges = graph.edges().map((key: DagreEdge): PlacedEdge => {
    const { edge, points, lines, x, y, width, height } = graph.edge(key) as unknown as Box & {
      edge: Edge;
      points: Point[];
      lines: string[];
    };
    if (lines.length === 0) return { edge, points };
    return { edge, points, label: { x: x - width / 2, y: y - height / 2, width, height, lines } };
  });
  for (const own of nodes) {
    const within = own.parent === parent ? inner.get(own.node.id) : undefined;
    if (within !== undefined) edges.push(...within.edges.map((edge) => moved(edge, offsetOf(own, within))));
  }
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return { width, height, nodes, edges };
}

/** Where the body of a loop begins: below its texts, in the middle. */
function offsetOf(loop: PlacedNode, within: Layout): Point {
  return { x: loop.x + (loop.width - within.width) / 2, y: loop.y + textHeight(loop.lines) - 8 };
}

function moved({ edge, points, label }: PlacedEdge, { x, y }: Point): PlacedEdge {
  return {
    edge,
    points: points.map((point) => ({ x: point.x + x, y: point.y + y })),
    ...(label && { label: { ...label, x: label.x + x, y: label.y + y } }),
  };
}

function linesOf(node: Node, told: readonly Line[], measure: Measure): Line[] {
  const small =
    node.type === 'missing' ? 'no such step' : node.type === 'dynamic' ? 'known only during the run' : undefined;
  const lines: Line[] = [{ text: node.type === 'loop' ? `↻ ${node.name}` : node.name, role: 'name' }];
  if (node.action !== undefined) lines.push({ text: node.action, role: 'action' });
  if ((small ?? node.detail) !== undefined) lines.push({ text: small ?? node.detail ?? '', role: 'detail' });
  if (node.condition !== undefined) lines.push({ text: node.condition, role: 'condition' });
  lines.push(...told);
  return lines.map(({ text, role }) => ({
    role,
    text: cut(text, (each) => measure(each, role === 'name' ? nameSize : smallSize, role === 'name')),
  }));
}

function sizeOf(node: Node, lines: readonly Line[], measure: Measure): { width: number; height: number } {
  const widths = lines.map(({ text, role }) => measure(text, role === 'name' ? nameSize : smallSize, role === 'name'));
  const width = Math.max(...widths) + 2 * padding;
  if (node.type === 'start' || node.type === 'end') return { width: width + 8, height: 26 };
  // Room for the mark of a fault, and for the corners that a branch lacks.
  return { width: Math.max(120, width + 24), height: textHeight(lines) };
}

/** The longest beginning of a text that fits, with an ellipsis. */
function cut(text: string, measure: (text: string) => number): string {
  if (measure(text) <= widest) return text;
  let length = Math.floor((text.length * widest) / measure(text));
  while (length > 1 && measure(`${text.slice(0, length)}…`) > widest) length--;
  return `${text.slice(0, length)}…`;
}

/** A label in at most three lines. */
function wrap(label: string, measure: Measure): string[] {
  const lines: string[] = [];
  for (const word of label.split(' ').filter((each) => each !== '')) {
    const last = lines.at(-1);
    const longer = `${last} ${word}`;
    if (last !== undefined && measure(longer, smallSize, false) <= 170) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const fits = (text: string): string => cut(text, (each) => measure(each, smallSize, false));
  if (lines.length <= 3) return lines.map(fits);
  return [...lines.slice(0, 2), `${lines[2]} …`].map(fits);
}
