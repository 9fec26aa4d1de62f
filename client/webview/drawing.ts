/**
 * A layout as SVG markup: the same for the screen and for the file that is exported. What a thing is shows in its form, not
 * in its colour alone: branches lack their corners, loops are boxes, failure is dashed and cancel dotted.
 */

import type { DocumentGraphNode as Node } from '../../server/src/protocol.ts';
import { baseline, type Layout, type PlacedEdge, type PlacedNode, type Point, textHeight } from './layout.ts';
import { marks } from './run.ts';
import { nodeWords } from './words.ts';

/** How early a line leaves for its next corner. */
const bend = 28;
const kinds = ['next', 'choice', 'failure', 'cancel'] as const;

/** Everything inside of the `<svg>`. In a page the steps are buttons; a file has nothing to press. */
export function drawing({ nodes, edges }: Layout, pressed: boolean): string {
  const nodeMarkup = (placed: PlacedNode): string => markupOf(placed, pressed);
  const markers = kinds.map(
    (kind) =>
      `<marker id="arrow-${kind}" class="arrow ${kind}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="10" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path d="M0 0 10 5 0 10z"/></marker>`,
  );
  return [
    `<defs>${markers.join('')}</defs>`,
    ...nodes.filter(({ node }) => node.body !== undefined).map(nodeMarkup),
    ...edges.map(edgeMarkup),
    ...nodes.filter(({ node }) => node.body === undefined).map(nodeMarkup),
    ...edges.map(labelMarkup),
  ].join('\n');
}

/** A file of its own, with `style` in it. */
export function standalone(layout: Layout, title: string, style: string): string {
  const [width, height] = [Math.ceil(layout.width), Math.ceil(layout.height)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="graph" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    `<rect class="paper" width="100%" height="100%"/>`,
    drawing(layout, false),
    '</svg>',
    '',
  ].join('\n');
}

function markupOf({ node, siblings, lines, x, y, width, height }: PlacedNode, pressed: boolean): string {
  const focusable = node.type !== 'start' && node.type !== 'end';
  const classes = ['node', node.type, node.severity ?? '', node.state === undefined ? '' : `ran ${node.state}`]
    .filter(Boolean)
    .join(' ');
  const role =
    focusable && pressed ? `role="button" tabindex="-1" aria-label="${escaped(nodeWords(node, siblings))}"` : '';
  const middle = width / 2;
  const texts = lines.map(({ text, role: line }, index) => {
    const at = node.type === 'start' || node.type === 'end' ? 17 : baseline(index);
    return `<text class="${line}" x="${round(middle)}" y="${at}">${escaped(text)}</text>`;
  });
  return [
    `<g class="${classes}" data-id="${escaped(node.id)}" transform="translate(${round(x)} ${round(y)})" ${role}>`,
    node.description === undefined && node.problems.length === 0 ? '' : `<title>${escaped(tip(node))}</title>`,
    shape(node, width, height),
    ...texts,
    node.body === undefined ? '' : `<path class="rule" d="M0 ${textHeight(lines)}H${round(width)}"/>`,
    badge(node, width),
    node.state === undefined ? '' : `<text class="sign" x="10" y="16">${marks[node.state].sign}</text>`,
    '</g>',
  ].join('');
}

function shape({ type }: Node, width: number, height: number): string {
  const [w, h] = [round(width), round(height)];
  if (type === 'branch') return `<path class="shape" d="M12 0H${w - 12}L${w} ${h / 2} ${w - 12} ${h}H12L0 ${h / 2}z"/>`;
  const radius = type === 'start' || type === 'end' ? h / 2 : type === 'loop' ? 8 : 4;
  return `<rect class="shape" width="${w}" height="${h}" rx="${radius}"/>`;
}

/** A round mark for an error, a triangle for a warning, a square for a note. */
function badge({ severity }: Node, width: number): string {
  const x = round(width) - 4;
  if (severity === 'error')
    return `<g class="badge error" transform="translate(${x} 4)"><circle r="8"/><path d="M-3-3 3 3M3-3-3 3"/></g>`;
  if (severity === 'warning')
    return `<g class="badge warning" transform="translate(${x} 4)"><path class="back" d="M0-9 9 7H-9z"/><path d="M0-4V1.5M0 3.5V5"/></g>`;
  if (severity === 'information')
    return `<g class="badge information" transform="translate(${x} 4)"><rect x="-7" y="-7" width="14" height="14" rx="3"/><path d="M0-1V4M0-4.5V-3"/></g>`;
  return '';
}

/** What the mouse is told. */
function tip({ description, problems }: Node): string {
  return [description, ...problems].filter(Boolean).join('\n');
}

function edgeMarkup({ edge, points }: PlacedEdge): string {
  return `<path class="edge ${edge.kind}" data-from="${escaped(edge.from)}" data-to="${escaped(edge.to)}" d="${curve(points)}" marker-end="url(#arrow-${edge.kind})" aria-hidden="true"/>`;
}

function labelMarkup({ edge, label }: PlacedEdge): string {
  if (label === undefined) return '';
  const { x, y, width, height, lines } = label;
  const texts = lines.map(
    (line, index) => `<text x="${round(x + width / 2)}" y="${round(y + 14 + index * 15)}">${escaped(line)}</text>`,
  );
  return `<g class="label ${edge.kind}" aria-hidden="true"><rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="3"/>${texts.join('')}</g>`;
}

/** A line through the points, with round corners. */
function curve(points: readonly Point[]): string {
  return points
    .map((point, index) => {
      const [before, after] = [points[index - 1], points[index + 1]];
      if (before === undefined) return `M${pair(point)}`;
      if (after === undefined) return `L${pair(point)}`;
      return `L${pair(towards(point, before))}Q${pair(point)} ${pair(towards(point, after))}`;
    })
    .join('');
}

/** A point on the way from a corner to its neighbour, no further than half of it. */
function towards(corner: Point, to: Point): Point {
  const distance = Math.hypot(to.x - corner.x, to.y - corner.y) || 1;
  const part = Math.min(0.5, bend / distance);
  return { x: corner.x + (to.x - corner.x) * part, y: corner.y + (to.y - corner.y) * part };
}

const pair = ({ x, y }: Point): string => `${round(x)} ${round(y)}`;

function round(number: number): number {
  return Math.round(number * 10) / 10;
}

/** A text of the document is never markup. */
export function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  // XML has no way to write most control characters, and a person could not see them.
  return [...text.replace(/[&<>"']/g, (character) => entities[character] ?? '')]
    .map((character) => (character < ' ' && character !== '\n' ? ' ' : character))
    .join('');
}
