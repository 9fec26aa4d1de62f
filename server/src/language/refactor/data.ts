/**
 * A tree as data that can be written anew: aliases followed, merges taken in, numbers as they were typed.
 *
 * Keys are kept in a Map, because an object would put keys such as "1" first.
 */

import type { Range } from '../problem.ts';
import type { Node, ScalarNode } from '../syntax/node.ts';

/** A number as it is written, so that `1.0` and long ids survive. */
export interface Digits {
  digits: string;
}

export type Data = string | boolean | null | Digits | Data[] | Map<string, Data>;

/** Why something cannot be done, for a person, and where. */
export interface Refusal extends Partial<Range> {
  refused: string;
}

export function isRefusal(value: object): value is Refusal {
  return 'refused' in value;
}

const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;
/** Values written out; a chain of aliases could multiply without an end. */
const most = 200_000;

/**
 * The data of a node, or what in it cannot be told apart from its text.
 * @param functions true in a template of CloudFormation: its short functions are written out, `!Ref x` as `Ref: x`.
 */
export function dataOf(root: Node, functions = false): { data: Data } | Refusal {
  let refusal: Refusal | undefined;
  let count = 0;
  const refuse = (refused: string, { start, end }: Range): null => {
    refusal ??= { refused, start, end };
    return null;
  };

  const scalar = (node: ScalarNode): Data => {
    if (node.complex !== undefined) return refuse('A list or map without quotes stands where a text is expected', node);
    if (functions && node.unknown) return refuse('A value is filled in by what is around the template', node);
    if (typeof node.value !== 'number') return node.value;
    if (number.test(node.text)) return { digits: node.text };
    if (!Number.isFinite(node.value)) return refuse(`JSON has no number such as "${node.text}"`, node);
    return { digits: String(node.value) };
  };

  const visit = (node: Node): Data => {
    if (refusal !== undefined) return null;
    if (++count > most) return refuse('It repeats itself through aliases more often than can be written out', node);
    const called = functions ? /^!(\w+)$/.exec(node.tag ?? '')?.[1] : undefined;
    if (called !== undefined) return new Map([[longName(called), argumentOf(called, plain(node))]]);
    if (node.tag !== undefined && node.tag !== '!!str' && !/^!!(?:map|seq)$/.test(node.tag))
      return refuse(`The tag "${node.tag}" means something that only its own program knows`, node);
    return plain(node);
  };

  const plain = (node: Node): Data => {
    if (node.type === 'alias') {
      if (node.target === undefined) return refuse(`"*${node.name}" names nothing that can be written out`, node);
      return visit(node.target);
    }
    if (node.type === 'scalar') return scalar(node);
    if (node.type === 'list') return node.items.map(visit);
    const map = new Map<string, Data>();
    for (const { key, value } of node.entries) {
      if (key.complex !== undefined) return refuse('A list or map cannot be a key', key);
      if (map.has(key.text)) return refuse(`The key "${key.text}" stands twice in a map`, key);
      map.set(key.text, visit(value));
    }
    return map;
  };
  const data = visit(root);
  return refusal ?? { data };
}

/** The name of a function as a key: `Ref`, `Condition`, `Fn::Sub`. */
function longName(name: string): string {
  return name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
}

/** Only the short `!GetAtt` takes a text. */
function argumentOf(name: string, argument: Data): Data {
  if (name !== 'GetAtt' || typeof argument !== 'string') return argument;
  const [resource = '', ...attribute] = argument.split('.');
  return [resource, attribute.join('.')];
}
