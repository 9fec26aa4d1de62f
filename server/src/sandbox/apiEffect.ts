/** Answers a call of an API that a runbook makes: in this account where it offers the operation, else made up by the model. */

import type { ServiceModel, TypeCode } from '../language/aws/model.ts';
import { operationNamed } from '../language/aws/operations.ts';
import { serviceNamed } from '../language/aws/services.ts';
import type { Answer, Effect, Json, JsonMap } from '../simulator/index.ts';
import type { Account } from './account.ts';
import { ServiceError } from './errors.ts';
import { type Caller, call, offers } from './operations.ts';

type ApiEffect = Extract<Effect, { kind: 'api' }>;

export async function callEffect(
  account: Account,
  { service, operation, request }: ApiEffect,
  caller: Caller,
): Promise<{ answer: Answer; madeUp: boolean }> {
  const name = serviceNamed(service).name ?? service.toLowerCase();
  const model = account.library.model(name);
  const named = model === undefined ? undefined : operationNamed(model, operation);
  if (model === undefined || named === undefined) return { answer: { type: 'value', value: {} }, madeUp: true };
  if (!offers(name, named.name))
    return { answer: { type: 'value', value: madeUpOutput(model, named.name) }, madeUp: true };
  try {
    return {
      answer: { type: 'value', value: plain(await call(account, name, named.name, request, caller)) },
      madeUp: false,
    };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const { code, message, status } = error;
    return { answer: { type: 'error', code, message, status }, madeUp: false };
  }
}

/** An output as a runbook sees it: times as text. */
function plain(value: unknown): Json {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return (value ?? null) as Json;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, plain(inner)]])),
  );
}

const deepest = 5;

/** An output in which every member is there, with values of no meaning. */
export function madeUpOutput(model: ServiceModel, operation: string): JsonMap {
  const [, shape] = model.ops[operation] ?? ['', ''];
  const structure = (name: string, depth: number): JsonMap =>
    Object.fromEntries(
      Object.entries(model.shapes[name] ?? {}).flatMap(([declared, type]) => {
        const key = declared.replace(/!$/, '');
        // A token would make a runbook ask for a next page for ever.
        if (/^(?:NextToken|NextMarker|Marker|nextToken)$/.test(key) || depth > deepest) return [];
        return [[key, value(type, key, depth)]];
      }),
    );
  const value = (type: TypeCode, key: string, depth: number): Json => {
    const sign = type.charAt(0);
    if (sign === '[') return depth >= deepest ? [] : [value(type.slice(1), key, depth + 1)];
    if (sign === '{') return {};
    if (sign === '#') return structure(type.slice(1), depth + 1);
    if (sign === 'e') return model.enums[type.slice(1)]?.[0] ?? '';
    if (sign === 'n') return 1;
    if (sign === 'b') return true;
    if (sign === 't') return '2026-01-01T00:00:00.000Z';
    return `sandbox-${key.toLowerCase()}`;
  };
  return shape === '' ? {} : structure(shape, 0);
}
