/**
 * The API steps of a document: which operation each calls, as far as the text tells.
 *
 * All rules on API steps read this list, which is made once per check. Whatever a reference or a template fills in later is
 * left undefined, and nothing that depends on it is judged.
 */

import type { Step } from '../kinds/steps.ts';
import type { Lookups } from '../lookups.ts';
import type { Subject } from '../rules/rule.ts';
import { type Entry, entriesOf, type Node, resolve, type ScalarNode } from '../syntax/node.ts';
import type { ServiceModel } from './model.ts';
import { type NamedOperation, operationNamed } from './operations.ts';
import { type NamedService, serviceNamed } from './services.ts';

export interface ApiCall {
  step: Step;
  service: ScalarNode;
  named: NamedService;
  /** Undefined for a service that has no model, or while models cannot be read. */
  model: ServiceModel | undefined;
  /** The `Api`, when it is a plain text. */
  api: ScalarNode | undefined;
  /** The operation; undefined for one that the model does not have. */
  operation: NamedOperation | undefined;
  /** Members of the request. */
  request: readonly Entry[];
}

export const apiActions: ReadonlySet<string> = new Set([
  'aws:executeAwsApi',
  'aws:assertAwsResourceProperty',
  'aws:waitForAwsResourceProperty',
]);

/** Inputs of the actions themselves. */
const ownInputs = new Set(['Service', 'Api', 'PropertySelector', 'DesiredValues']);

const kept = new WeakMap<Subject, ApiCall[]>();

/** The API steps of which the service is plain text. */
export function apiCalls(subject: Subject): readonly ApiCall[] {
  let calls = kept.get(subject);
  if (calls === undefined) {
    calls = subject.view.all.flatMap((step) => apiCallOf(step, subject.lookups) ?? []);
    kept.set(subject, calls);
  }
  return calls;
}

/** The call of one step; undefined for a step that calls no API, or whose service is not plain text. */
export function apiCallOf(step: Step, lookups: Lookups): ApiCall | undefined {
  if (step.action === undefined || !apiActions.has(step.action)) return undefined;
  const entries = entriesOf(step.inputs);
  const scalar = (name: string): ScalarNode | undefined =>
    plainText(entries.find(({ key }) => key.text === name)?.value);
  const service = scalar('Service');
  if (service === undefined) return undefined;
  const named = serviceNamed(service.text);
  const model = named.name === undefined ? undefined : lookups.service?.(named.name);
  const api = scalar('Api');
  return {
    step,
    service,
    named,
    model,
    api,
    operation: model && api && operationNamed(model, api.text.trim()),
    request: entries.filter(({ key }) => !ownInputs.has(key.text)),
  };
}

/** A scalar that says what it is: no reference, no tag, and no token that a build puts a value in for. */
export function plainText(node: Node | undefined): ScalarNode | undefined {
  const scalar = resolve(node);
  if (scalar?.type !== 'scalar' || scalar.value === null || scalar.unknown || isTagged(scalar)) return undefined;
  return /\{\{|\$\{|%%|<[%{]|^\s*$/.test(scalar.text) ? undefined : scalar;
}

/** True for a node with a tag such as `!Ref`, of which only a template around the document knows the value. */
export function isTagged(node: Node): boolean {
  return node.tag !== undefined && !node.tag.startsWith('!!');
}
