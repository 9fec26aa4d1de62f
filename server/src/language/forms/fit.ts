/**
 * Data of one form in the shape of another, by the schemas of both: which members have a place there, and of what type a
 * value has to be.
 *
 * CloudFormation takes `"true"` for true and a number for a text; the API takes only what its model says.
 */

import type { Data, Refusal } from '../refactor/data.ts';
import { effective, propertySchema, type Schema, typesOf } from '../schema.ts';
import { quotedAll } from '../words.ts';
import { dataCall, textIn } from './functions.ts';

export interface Fitted {
  data: Data;
  /** Members that only the service fills in, which are left out. */
  left: string[];
}

export interface Shapes {
  source: Schema;
  target: Schema;
  /** True where values have to be of the type that the target names. */
  strict: boolean;
  /** The target, for a message: "a conformance pack". */
  called: string;
}

/** Data that fits the target, or the members it has no place for. */
export function fitted(root: Data, { source, target, strict, called }: Shapes): Fitted | Refusal {
  const left: string[] = [];
  const homeless: string[] = [];

  const visit = (data: Data, from: Schema | undefined, to: Schema | undefined): Data => {
    if (to === undefined || dataCall(data) !== undefined) return data;
    if (Array.isArray(data)) return data.map((item) => visit(item, shapeOf(from?.items), shapeOf(to.items)));
    if (!(data instanceof Map)) return strict ? typed(data, to) : data;
    const map = new Map<string, Data>();
    for (const [key, value] of data) {
      const own = from && propertySchema(from, key);
      const there = propertySchema(to, key);
      if (own?.observed && (there === undefined || there.observed) && key !== 'Value') left.push(key);
      else if (there === undefined && to.additionalProperties === false) homeless.push(key);
      else map.set(key, visit(value, shapeOf(own), shapeOf(there)));
    }
    return map;
  };

  const data = visit(root, shapeOf(source), shapeOf(target));
  if (homeless.length > 0) return { refused: `There is no place for ${quotedAll(homeless)} in ${called}` };
  return { data, left };
}

function shapeOf(schema: Schema | undefined): Schema | undefined {
  return schema && effective(schema, undefined, undefined);
}

/** A value as the type that it has to be; one that cannot be taken for it stays, and is reported in the result too. */
function typed(data: Data, schema: Schema): Data {
  const types = typesOf(schema);
  const text = textIn(data);
  if (text === undefined || types.includes('any')) return data;
  if (types.includes('boolean') && typeof data === 'string')
    return /^(?:true|false)$/i.test(data) ? data.toLowerCase() === 'true' : data;
  if (types.includes('integer') && typeof data === 'string') return /^\d+$/.test(data) ? { digits: data } : data;
  return types.includes('string') ? text : data;
}
