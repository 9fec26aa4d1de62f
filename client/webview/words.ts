/** What a person who does not see the picture is told of a step: for screen readers and for the list. */

import type {
  DocumentGraphBody as Body,
  DocumentGraphEdge as Edge,
  DocumentGraphNode as Node,
} from '../../server/src/protocol.ts';
import { marks } from './run.ts';

const types: Record<Node['type'], string> = {
  start: 'start of the run',
  end: 'end',
  step: '',
  branch: 'branch',
  loop: 'loop',
  missing: 'there is no such step',
  dynamic: 'known only during the run',
};

/** A step in a sentence or two. */
export function nodeWords(node: Node, body: Body): string {
  const state = node.state && `${marks[node.state].word} in the run`;
  const facts = [node.name, state, types[node.type], node.action, node.detail, node.condition]
    .filter(Boolean)
    .join(', ');
  const ways = wayWords(node, body);
  return [facts, problemWords(node), ways === '' ? '' : capital(ways)].filter(Boolean).map(ended).join(' ');
}

/** Where control goes from a step, such as `goes to stop when look.State is running; on failure to tell`. */
export function wayWords({ id }: Node, { nodes, edges }: Body): string {
  const ways = edges
    .filter(({ from }) => from === id)
    .map((edge) => {
      const name = nodes.find((node) => node.id === edge.to)?.name ?? '';
      return edgeWords(edge, name);
    });
  return ways.length === 0 ? '' : `goes ${ways.join('; ')}`;
}

function edgeWords({ kind, label = '' }: Edge, name: string): string {
  if (label === '') return `to ${name}`;
  const conditional = kind === 'choice' && !/^(otherwise|also )/.test(label);
  return conditional ? `to ${name} when ${label}` : `to ${name} ${label}`;
}

export function problemWords({ severity, problems }: Node): string {
  return severity === undefined ? '' : `${capital(severity)}: ${problems.join('; ')}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function ended(sentence: string): string {
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}
