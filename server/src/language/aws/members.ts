/**
 * Members of requests and answers: what the model says, and what boto3 adds to it.
 *
 * Beside the codes of the model there are three types of our own: `<Operation` is a request, `>Operation` an answer and `@`
 * what boto3 tells about an answer.
 */

import type { ServiceModel, TypeCode } from './model.ts';

export interface Member {
  name: string;
  type: TypeCode;
  required: boolean;
  /** The member of the model that boto3 puts this one in. */
  alias?: string;
}

export type Members = ReadonlyMap<string, Member>;

/** Names that boto3 takes for a member: service id, operation (any without one), member, name. */
const aliases: readonly (readonly [service: string, operation: string | undefined, member: string, name: string])[] = [
  ['EC2', undefined, 'Filter', 'Filters'],
  ['CloudWatch Logs', 'CreateExportTask', 'from', 'fromTime'],
];

/** Operations to which boto3 adds the member `SourceRegion`, for it signs a request to that region beforehand. */
const crossRegion = new Set([
  'CopyDBClusterSnapshot',
  'CreateDBCluster',
  'CopyDBSnapshot',
  'CreateDBInstanceReadReplica',
]);
const crossRegionServices = new Set(['RDS', 'Neptune', 'DocDB']);

const metadata: Members = new Map(
  Object.entries({ RequestId: 's', HostId: 's', HTTPStatusCode: 'n', HTTPHeaders: '{s', RetryAttempts: 'n' }).map(
    ([name, type]) => [name, { name, type, required: false }],
  ),
);
const none: Members = new Map();

const cache = new WeakMap<ServiceModel, Map<TypeCode, Members>>();

/** The members of a structure; undefined for a type that is none. */
export function fieldsOf(model: ServiceModel, type: TypeCode): Members | undefined {
  const sign = type.charAt(0);
  if (sign === '@') return metadata;
  if (sign !== '#' && sign !== '<' && sign !== '>') return undefined;
  const kept = cache.get(model) ?? new Map<TypeCode, Members>();
  cache.set(model, kept);
  const known = kept.get(type);
  if (known !== undefined) return known;
  const found = readFields(model, sign, type.slice(1));
  kept.set(type, found);
  return found;
}

function readFields(model: ServiceModel, sign: string, name: string): Members {
  if (sign === '#') return shapeFields(model, name);
  const shapes = Object.hasOwn(model.ops, name) ? model.ops[name] : undefined;
  if (sign === '>') {
    const response: Member = { name: 'ResponseMetadata', type: '@', required: false };
    return new Map([...shapeFields(model, shapes?.[1] ?? ''), [response.name, response]]);
  }
  const fields = new Map(shapeFields(model, shapes?.[0] ?? ''));
  for (const [service, operation, member, alias] of aliases) {
    const real = fields.get(member);
    if (service !== model.id || (operation ?? name) !== name || real === undefined || fields.has(alias)) continue;
    fields.set(alias, { ...real, name: alias, alias: member });
  }
  if (crossRegionServices.has(model.id) && crossRegion.has(name) && !fields.has('SourceRegion'))
    fields.set('SourceRegion', { name: 'SourceRegion', type: 's', required: false });
  return fields;
}

function shapeFields(model: ServiceModel, name: string): Members {
  if (name === '' || !Object.hasOwn(model.shapes, name)) return none;
  return new Map(
    Object.entries(model.shapes[name] ?? {}).map(([key, type]) => {
      const required = key.endsWith('!');
      const member: Member = { name: required ? key.slice(0, -1) : key, type, required };
      return [member.name, member];
    }),
  );
}

/** Values that a service gives though its model has them otherwise: EC2 says `windows` of a platform. */
const observed: Readonly<Record<string, readonly string[]>> = { 'EC2 PlatformValues': ['windows'] };

/** The values of an enum; undefined for a type that is none. */
export function valuesOf(model: ServiceModel, type: TypeCode): readonly string[] | undefined {
  const name = type.slice(1);
  if (!type.startsWith('e') || !Object.hasOwn(model.enums, name)) return undefined;
  return [...(model.enums[name] ?? []), ...(observed[`${model.id} ${name}`] ?? [])];
}

/** The members of a request at a path of keys; items of lists have no key of their own. For completion. */
export function membersOf(model: ServiceModel, operation: string, path: readonly string[] = []): Member[] {
  return membersAt(model, `<${operation}`, path);
}

/** The members of an answer at a path of keys, `ResponseMetadata` included. For completion. */
export function outputMembers(model: ServiceModel, operation: string, path: readonly string[] = []): Member[] {
  return membersAt(model, `>${operation}`, path);
}

function membersAt(model: ServiceModel, top: TypeCode, path: readonly string[]): Member[] {
  let type: TypeCode = top;
  for (const key of path) {
    type = item(type);
    const next = type.startsWith('{') ? type.slice(1) : fieldsOf(model, type)?.get(key)?.type;
    if (next === undefined) return [];
    type = next;
  }
  return [...(fieldsOf(model, item(type))?.values() ?? [])];
}

function item(type: TypeCode): TypeCode {
  return type.replace(/^\[+/, '');
}
