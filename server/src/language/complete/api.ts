/** Services, operations, and values in the request of an API step. */

import { type ApiCall, apiActions, apiCallOf, plainText } from '../aws/calls.ts';
import { operationText } from '../aws/describe.ts';
import { fieldsOf, valuesOf } from '../aws/members.ts';
import type { ServiceModel } from '../aws/model.ts';
import { operationNamed, operations } from '../aws/operations.ts';
import { requestFaults } from '../aws/request.ts';
import { select } from '../aws/select.ts';
import { readSelector } from '../aws/selector.ts';
import { services } from '../aws/services.ts';
import { get, textOf } from '../syntax/node.ts';
import type { ValuePlace } from './place.ts';
import { inputPath, modelledCall, requestType, type Scene } from './scene.ts';
import { memberStub } from './shapes.ts';
import { type Stub, writeEntries } from './stub.ts';
import type { Written } from './values.ts';

export function apiItems(place: ValuePlace, scene: Scene): Written[] {
  const path = inputPath(scene);
  const [first, ...deeper] = path ?? [];
  if (first === undefined || scene.step === undefined || !apiActions.has(scene.step.action ?? '')) return [];
  if (deeper.length === 0 && !first.item) {
    if (first.key === 'Service') return serviceItems(scene);
    if (first.key === 'Api') return operationItems(place, scene);
  }
  if (first.key === 'DesiredValues') return desiredItems(scene);
  return requestValues(path ?? [], scene);
}

function serviceItems({ step, lookups }: Scene): Written[] {
  const api = plainText(get(step?.inputs, 'Api'))?.text.trim();
  const names = (api === undefined ? undefined : lookups.servicesWith?.(api)) ?? services();
  return names.map((label, index) => ({ label, sort: `1${String(index).padStart(4, '0')}`, detail: 'AWS service' }));
}

function operationItems(place: ValuePlace, { step, lookups }: Scene): Written[] {
  const call = step === undefined ? undefined : apiCallOf(step, lookups);
  const { model } = call ?? {};
  if (call === undefined || model === undefined) return [];
  const reading = step?.action !== 'aws:executeAwsApi';
  return operations(model).flatMap((name): Written[] => {
    if (model.streaming?.includes(name) || model.sending?.includes(name)) return [];
    const missing = missingMembers(call, model, name);
    if (missing === undefined) return [];
    const reads = /^(?:Describe|List|Get)[A-Z]/.test(name);
    const item: Written = {
      label: name,
      kind: 'operation',
      detail: model.id,
      documentation: () => operationText(model, call.named.name, name),
      sort: `${reading && !reads ? 2 : 1}${name}`,
    };
    if (missing.length > 0) item.tail = (stops) => writeEntries(missing, place.style, stops);
    return [item];
  });
}

/** The required members that are not written yet; undefined where what is written does not fit the operation. */
function missingMembers(call: ApiCall, model: ServiceModel, name: string): [string, Stub][] | undefined {
  const fields = fieldsOf(model, `<${name}`);
  if (fields === undefined) return undefined;
  const given = new Set<string>();
  for (const { key } of call.request) {
    if (key.text.includes('{{') || key.text.includes('${')) continue;
    const field = fields.get(key.text);
    if (field === undefined) return undefined;
    given.add(field.alias ?? field.name);
  }
  const operation = operationNamed(model, name);
  if (call.request.length > 0 && operation !== undefined) {
    const api = call.api ?? call.service;
    const faults = requestFaults({ ...call, api, operation });
    if (faults.some(({ about }) => about !== 'required')) return undefined;
  }
  return [...fields.values()]
    .filter(({ required, alias, name: member }) => required && alias === undefined && !given.has(member))
    .map((member) => [member.name, memberStub(model, member.type)]);
}

/** What the property can be that a step waits for. */
function desiredItems({ step, lookups }: Scene): Written[] {
  const call = modelledCall(step, lookups);
  const selector = textOf(get(step?.inputs, 'PropertySelector'));
  if (call === undefined || selector === undefined) return [];
  const found = select(call.model, `>${call.operation}`, readSelector(selector).segments);
  if (found.state !== 'found') return [];
  if (found.type === 'b') return [{ label: 'True' }, { label: 'False' }];
  return (valuesOf(call.model, found.type) ?? []).map((label) => ({ label }));
}

function requestValues(path: NonNullable<ReturnType<typeof inputPath>>, scene: Scene): Written[] {
  const call = modelledCall(scene.step, scene.lookups);
  const type = call === undefined ? undefined : requestType(call, path);
  if (call === undefined || type === undefined) return [];
  if (type === 'b') return ['true', 'false'].map((label) => ({ label, bare: true }));
  return (valuesOf(call.model, type) ?? []).map((label) => ({ label }));
}
