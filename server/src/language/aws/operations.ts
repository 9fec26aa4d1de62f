/**
 * Operations of a service, as the `Api` of an API step takes them.
 */

import type { ServiceModel } from './model.ts';

/** An operation found by the name that a document gives. */
export interface NamedOperation {
  name: string;
  /** False when the document writes it in another way, such as `describe_instances`. */
  exact: boolean;
  /** False for an operation that is known by name only. */
  modelled: boolean;
}

const squashedNames = new WeakMap<ServiceModel, ReadonlyMap<string, string>>();

/** The names of all operations with a model, sorted. */
export function operations(model: ServiceModel): readonly string[] {
  return Object.keys(model.ops);
}

/** Looks up an operation in any spelling: `DescribeInstances`, `describeInstances` or `describe_instances`. */
export function operationNamed(model: ServiceModel, text: string): NamedOperation | undefined {
  if (Object.hasOwn(model.ops, text)) return { name: text, exact: true, modelled: true };
  let names = squashedNames.get(model);
  if (names === undefined) {
    names = new Map([...(model.dropped ?? []), ...Object.keys(model.ops)].map((name) => [squashed(name), name]));
    squashedNames.set(model, names);
  }
  const name = names.get(squashed(text));
  if (name === undefined) return undefined;
  return { name, exact: name === text, modelled: Object.hasOwn(model.ops, name) };
}

function squashed(name: string): string {
  return name.replace(/[_-]/g, '').toLowerCase();
}
