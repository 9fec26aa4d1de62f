/** The filters that lists of EC2 take: by a property, by a tag, with wildcards. */

import type { Filter } from '@aws-sdk/client-ec2';
import { ServiceError } from '../errors.ts';
import { isLike } from '../wildcards.ts';

/** A property of a resource by the name of its filter; undefined where the resource has none. */
export type Fields<T> = Readonly<Record<string, (resource: T) => string | readonly string[] | undefined>>;

type Tags = Readonly<Record<string, string>>;

/** The resources that pass every filter. */
export function filtered<T>(
  list: readonly T[],
  filters: readonly Filter[] | undefined,
  fields: Fields<T>,
  tagsOf: (resource: T) => Tags,
): T[] {
  const tests = (filters ?? []).map((filter) => testOf(filter, fields, tagsOf));
  return list.filter((resource) => tests.every((test) => test(resource)));
}

function testOf<T>(
  { Name = '', Values = [] }: Filter,
  fields: Fields<T>,
  tagsOf: (resource: T) => Tags,
): (resource: T) => boolean {
  const isOne = (text: string): boolean => Values.some((value) => isLike(text, value));
  if (Name === 'tag-key') return (resource) => Object.keys(tagsOf(resource)).some(isOne);
  if (Name.startsWith('tag:')) {
    const key = Name.slice('tag:'.length);
    return (resource) => Object.hasOwn(tagsOf(resource), key) && isOne(tagsOf(resource)[key] ?? '');
  }
  const field = Object.hasOwn(fields, Name) ? fields[Name] : undefined;
  if (field === undefined) throw new ServiceError('InvalidParameterValue', `The filter '${Name}' is invalid`);
  return (resource) => {
    const found = field(resource);
    return typeof found === 'string' ? isOne(found) : (found ?? []).some(isOne);
  };
}
