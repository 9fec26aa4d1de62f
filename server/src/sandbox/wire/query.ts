/**
 * The Query protocols: input as a form with numbered names, output as XML. STS speaks the first of them, EC2 a variant with
 * names of its own, which `schemas/wire/ec2.json` holds.
 */

import type { ServiceModel, TypeCode } from '../../language/aws/model.ts';
import { ServiceError } from '../errors.ts';
import { operationOf } from './input.ts';

/** For each structure the name of each member: in both directions, or in an answer and in a request. */
export type Names = Readonly<
  Record<string, Readonly<Record<string, string | readonly [answer: string, request: string]>>>
>;

export interface Dialect {
  model: ServiceModel;
  /** Absent where members have their own names. */
  names?: Names;
  /** EC2 has its lists flat in requests, and `item` in answers. */
  ec2: boolean;
  /** The name space of answers. */
  space: string;
}

/** The input of an operation as JSON would carry it, so that one reader checks both. */
export function readForm(dialect: Dialect, operation: string, form: URLSearchParams): unknown {
  const [shape] = operationOf(dialect.model, operation);
  const tree = treeOf(form);
  return shape === '' ? {} : structureOf(dialect, shape, tree);
}

interface Tree {
  text?: string;
  children: Map<string, Tree>;
}

function treeOf(form: URLSearchParams): Tree {
  const root: Tree = { children: new Map() };
  for (const [name, text] of form) {
    const path = name.split('.');
    if (path.length > 12) throw new ServiceError('MalformedQueryString', `The name ${name.slice(0, 60)} is too deep.`);
    let at = root;
    for (const part of path) {
      const next = at.children.get(part) ?? { children: new Map() };
      at.children.set(part, next);
      at = next;
    }
    at.text = text;
  }
  return root;
}

function structureOf(dialect: Dialect, shape: string, tree: Tree): Record<string, unknown> {
  const members = dialect.model.shapes[shape] ?? {};
  return Object.fromEntries(
    Object.entries(members).flatMap(([declared, type]) => {
      const name = declared.replace(/!$/, '');
      const found = tree.children.get(requestName(dialect, shape, name));
      const value = found === undefined ? undefined : valueOfTree(dialect, type, found);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function valueOfTree(dialect: Dialect, type: TypeCode, tree: Tree): unknown {
  const sign = type.charAt(0);
  if (sign === '[') {
    const items = dialect.ec2 ? tree : (tree.children.get('member') ?? tree);
    return [...items.children]
      .filter(([key]) => /^\d+$/.test(key))
      .sort(([a], [b]) => Number(a) - Number(b))
      .map(([, item]) => valueOfTree(dialect, type.slice(1), item));
  }
  if (sign === '#') return structureOf(dialect, type.slice(1), tree);
  const { text } = tree;
  if (text === undefined) return undefined;
  if (sign === 'n') return Number.isNaN(Number(text)) ? text : Number(text);
  if (sign === 'b') return text.toLowerCase() === 'true';
  if (sign === 't') return Date.parse(text) / 1000;
  return text;
}

function requestName({ names }: Dialect, shape: string, name: string): string {
  const found = names?.[shape]?.[name];
  return found === undefined ? name : typeof found === 'string' ? found : found[1];
}

/** An output as XML, by the model; what the model does not know is left out. */
export function writeXml(dialect: Dialect, operation: string, output: unknown, requestId: string): string {
  const [, shape] = operationOf(dialect.model, operation);
  const body = shape === '' ? '' : structureXml(dialect, shape, output);
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (dialect.ec2)
    return `${head}<${operation}Response xmlns="${dialect.space}"><requestId>${requestId}</requestId>${body || '<return>true</return>'}</${operation}Response>`;
  return `${head}<${operation}Response xmlns="${dialect.space}"><${operation}Result>${body}</${operation}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`;
}

function structureXml(dialect: Dialect, shape: string, value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  const members = dialect.model.shapes[shape] ?? {};
  return Object.entries(members)
    .map(([declared, type]) => {
      const name = declared.replace(/!$/, '');
      const inner = (value as Record<string, unknown>)[name];
      return inner === undefined || inner === null
        ? ''
        : element(answerName(dialect, shape, name), valueXml(dialect, type, inner));
    })
    .join('');
}

function valueXml(dialect: Dialect, type: TypeCode, value: unknown): string {
  const sign = type.charAt(0);
  if (sign === '[') {
    const item = dialect.ec2 ? 'item' : 'member';
    return Array.isArray(value)
      ? value.map((each) => element(item, valueXml(dialect, type.slice(1), each))).join('')
      : '';
  }
  if (sign === '#') return structureXml(dialect, type.slice(1), value);
  return escaped(value instanceof Date ? value.toISOString() : String(value));
}

function answerName({ names }: Dialect, shape: string, name: string): string {
  const found = names?.[shape]?.[name];
  return found === undefined ? name : typeof found === 'string' ? found : found[0];
}

export function writeXmlError(
  { ec2, space }: Dialect,
  { code, message, status }: ServiceError,
  requestId: string,
): string {
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  const error = `<Code>${escaped(code)}</Code><Message>${escaped(message)}</Message>`;
  if (ec2)
    return `${head}<Response><Errors><Error>${error}</Error></Errors><RequestID>${requestId}</RequestID></Response>`;
  const type = status < 500 ? 'Sender' : 'Receiver';
  return `${head}<ErrorResponse xmlns="${space}"><Error><Type>${type}</Type>${error}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
}

function element(name: string, body: string): string {
  return `<${name}>${body}</${name}>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);
}
