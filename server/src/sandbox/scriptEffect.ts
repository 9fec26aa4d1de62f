/**
 * Answers `aws:executeScript`: no script is run, and what the step declares as outputs is made up so that each selector
 * finds a value of its type.
 */

import { readSelector, type Segment } from '../language/aws/selector.ts';
import type { Answer, Json, JsonMap } from '../simulator/index.ts';

interface Declared {
  name: string;
  selector: string | undefined;
  type: string;
}

/** The value that the handler returns; the selectors begin at `{"Payload": value}`. */
export function scriptAnswer(outputs: readonly Declared[]): Answer {
  let response: Json = {};
  for (const { name, selector, type } of outputs) {
    if (selector === undefined) continue;
    response = place(response, readSelector(selector).segments, madeUpValue(name, type));
  }
  const payload =
    typeof response === 'object' && response !== null && !Array.isArray(response) ? response.Payload : undefined;
  return { type: 'value', value: payload ?? {} };
}

function madeUpValue(name: string, type: string): Json {
  if (type === 'Integer') return 1;
  if (type === 'Boolean') return true;
  if (type === 'StringList') return [`sandbox-${name}`];
  if (type === 'StringMap') return { sandbox: name };
  if (type === 'MapList') return [{ sandbox: name }];
  return `sandbox-${name}`;
}

/** The value with another one in it where a path leads. */
function place(root: Json, segments: readonly Segment[], value: Json): Json {
  const [segment, ...rest] = segments;
  if (segment === undefined) return value;
  if (segment.kind === 'child') {
    const map: JsonMap = typeof root === 'object' && root !== null && !Array.isArray(root) ? root : {};
    return { ...map, [segment.name]: place(map[segment.name] ?? {}, rest, value) };
  }
  const list = Array.isArray(root) ? root : [];
  return [place(list[0] ?? {}, rest, value), ...list.slice(1)];
}
