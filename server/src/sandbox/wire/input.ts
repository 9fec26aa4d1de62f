/**
 * Reads the input of an operation by its model: types, required members, enums, lengths, ranges and patterns, and turns
 * times into dates and base64 into bytes, as the SDK's types have them.
 *
 * What is wrong is told in the words of the services; unknown members are passed over, as they do.
 */

import type { ServiceModel, TypeCode } from '../../language/aws/model.ts';
import { ServiceError, validationError } from '../errors.ts';

export interface Limit {
  min?: number;
  max?: number;
  pattern?: string;
}

/** By structure and member; `name[]` for the items of a list. */
export type Limits = Readonly<Record<string, Readonly<Record<string, Limit>>>>;

/** The input as operations take it. Throws a `ServiceError` that names everything wrong with it. */
export function readInput(model: ServiceModel, limits: Limits, operation: string, body: unknown): unknown {
  const [shape] = operationOf(model, operation);
  if (!isRecord(body)) throw new ServiceError('SerializationException', 'The body of the request is no JSON object.');
  if (shape === '') return {};
  const faults: string[] = [];
  const input = new Reader(model, limits, faults).structure(body, shape, '');
  if (faults.length > 0) throw validationError(faults);
  return input;
}

/** The names of an operation's input and output; empty for one that is not in the model, whatever it is called. */
export function operationOf(model: ServiceModel, operation: string): readonly [input: string, output: string] {
  const found = Object.hasOwn(model.ops, operation) ? model.ops[operation] : undefined;
  return found ?? ['', ''];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

class Reader {
  private readonly model: ServiceModel;
  private readonly limits: Limits;
  private readonly faults: string[];

  constructor(model: ServiceModel, limits: Limits, faults: string[]) {
    this.model = model;
    this.limits = limits;
    this.faults = faults;
  }

  structure(value: Record<string, unknown>, shape: string, path: string): Record<string, unknown> {
    const members = this.model.shapes[shape] ?? {};
    const read: Record<string, unknown> = {};
    for (const [declared, type] of Object.entries(members)) {
      const name = declared.replace(/!$/, '');
      const at = path === '' ? lowerFirst(name) : `${path}.member.${lowerFirst(name)}`;
      const given = Object.hasOwn(value, name) ? value[name] : undefined;
      if (given === undefined || given === null) {
        if (declared.endsWith('!')) this.fault(null, at, 'Member must not be null');
        continue;
      }
      read[name] = this.value(given, type, at, this.limits[shape] ?? {}, name);
    }
    return read;
  }

  private value(value: unknown, type: TypeCode, path: string, limits: Limits[string], name: string): unknown {
    const sign = type.charAt(0);
    const limit = limits[name] ?? {};
    if (sign === '[') {
      if (!Array.isArray(value)) throw wrongType('list', path);
      this.size(value.length, value, path, limit, true);
      return value.map((item, index) => this.value(item, type.slice(1), `${path}.${index + 1}`, limits, `${name}[]`));
    }
    if (sign === '{') {
      if (!isRecord(value)) throw wrongType('map', path);
      this.size(Object.keys(value).length, value, path, limit, true);
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [key, this.value(inner, type.slice(1), `${path}.${key}`, {}, '')]),
      );
    }
    if (sign === '#') {
      if (!isRecord(value)) throw wrongType('structure', path);
      return this.structure(value, type.slice(1), path);
    }
    return this.scalar(value, sign, type, path, limit);
  }

  private scalar(value: unknown, sign: string, type: TypeCode, path: string, limit: Limit): unknown {
    if (sign === 'd') return value;
    if (sign === 't') {
      if (typeof value !== 'number') throw wrongType('timestamp', path);
      const time = new Date(value * 1000);
      if (Number.isNaN(time.getTime())) throw wrongType('timestamp', path);
      return time;
    }
    if (sign === 'n') {
      if (typeof value !== 'number') throw wrongType('number', path);
      if (limit.min !== undefined && value < limit.min)
        this.fault(value, path, `Member must have value greater than or equal to ${limit.min}`);
      if (limit.max !== undefined && value > limit.max)
        this.fault(value, path, `Member must have value less than or equal to ${limit.max}`);
      return value;
    }
    if (sign === 'b') {
      if (typeof value !== 'boolean') throw wrongType('boolean', path);
      return value;
    }
    if (typeof value !== 'string') throw wrongType('string', path);
    if (sign === 'x') return new Uint8Array(Buffer.from(value, 'base64'));
    if (sign === 'e') {
      const values = this.model.enums[type.slice(1)] ?? [];
      if (!values.includes(value))
        this.fault(value, path, `Member must satisfy enum value set: [${values.join(', ')}]`);
      return value;
    }
    this.size(value.length, value, path, limit, false);
    if (limit.pattern !== undefined && !matches(limit.pattern, value))
      this.fault(value, path, `Member must satisfy regular expression pattern: ${limit.pattern}`);
    return value;
  }

  private size(length: number, value: unknown, path: string, { min, max }: Limit, items: boolean): void {
    const shown = items ? '' : value;
    if (min !== undefined && length < min)
      this.fault(shown, path, `Member must have length greater than or equal to ${min}`);
    if (max !== undefined && length > max)
      this.fault(shown, path, `Member must have length less than or equal to ${max}`);
  }

  private fault(value: unknown, path: string, constraint: string): void {
    const shown = value === null ? 'null' : `'${String(value).slice(0, 100)}'`;
    this.faults.push(`Value ${shown} at '${path}' failed to satisfy constraint: ${constraint}`);
  }
}

function wrongType(wanted: string, path: string): ServiceError {
  return new ServiceError('SerializationException', `The value at '${path}' is no ${wanted}.`);
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

const compiled = new Map<string, RegExp | undefined>();

/** Patterns of the models hold for the whole value; one that JavaScript cannot read is left aside. */
function matches(pattern: string, value: string): boolean {
  if (!compiled.has(pattern)) {
    try {
      compiled.set(pattern, new RegExp(`^(?:${pattern})$`, 'u'));
    } catch {
      compiled.set(pattern, undefined);
    }
  }
  return compiled.get(pattern)?.test(value) ?? true;
}
