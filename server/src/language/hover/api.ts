/** What stands in an API step: its service, its operation, members of its request, and what a selector finds. */

import { type ApiCall, apiCallOf } from '../aws/calls.ts';
import { memberText, operationText, typeFacts, typeWordOf } from '../aws/describe.ts';
import { fieldsOf } from '../aws/members.ts';
import type { TypeCode } from '../aws/model.ts';
import { select } from '../aws/select.ts';
import { readSelector } from '../aws/selector.ts';
import { ssmTypeOf } from '../aws/ssmType.ts';
import type { Step } from '../kinds/steps.ts';
import type { Lookups } from '../lookups.ts';
import { get, type Node, type ScalarNode } from '../syntax/node.ts';

/** What is known from the model of the service; undefined for any other node. */
export function apiText(node: ScalarNode, step: Step, lookups: Lookups): string | undefined {
  const call = apiCallOf(step, lookups);
  if (call === undefined) return undefined;
  const { model, operation, named } = call;
  if (node === call.service) {
    if (named.name === undefined) return undefined;
    const count = model === undefined ? '' : `\n\n${Object.keys(model.ops).length} operations`;
    return `**${named.name}** — ${model?.id ?? 'AWS service'}${named.retired ? ', closed by AWS' : ''}${count}`;
  }
  if (model === undefined || operation === undefined || !operation.modelled) return undefined;
  if (node === call.api) return operationText(model, named.name, operation.name);
  return requestText(node, step, call) ?? selectorText(node, step, call);
}

/** A key of the request, at any depth. */
function requestText(node: ScalarNode, step: Step, { model, operation }: ApiCall): string | undefined {
  const map = node.parent;
  if (model === undefined || operation === undefined || map?.type !== 'map') return undefined;
  if (!map.entries.some(({ key }) => key === node)) return undefined;
  const type = typeOf(map, step.inputs, { type: `<${operation.name}`, fields: (of) => fieldsOf(model, of) });
  const member = type === undefined ? undefined : fieldsOf(model, type)?.get(node.text);
  return member && memberText(model, member, `Member of the request of \`${operation.name}\`.`);
}

interface Typed {
  type: TypeCode;
  fields(type: TypeCode): ReturnType<typeof fieldsOf>;
}

/** The type of a map or list inside the inputs of a step. */
function typeOf(node: Node, inputs: Node | undefined, top: Typed): TypeCode | undefined {
  if (node === inputs) return top.type;
  const { parent } = node;
  if (parent === undefined) return undefined;
  const above = typeOf(parent, inputs, top);
  if (above === undefined) return undefined;
  if (parent.type === 'list') return above.startsWith('[') ? above.slice(1) : undefined;
  const key = parent.entries.find(({ value }) => value === node)?.key.text ?? '';
  return above.startsWith('{') ? above.slice(1) : top.fields(above)?.get(key)?.type;
}

/** What a selector finds in the answer. */
function selectorText(node: ScalarNode, step: Step, { model, operation }: ApiCall): string | undefined {
  const written = [get(step.inputs, 'PropertySelector'), ...step.outputs.map((output) => get(output.node, 'Selector'))];
  if (model === undefined || operation === undefined || !written.includes(node)) return undefined;
  const { segments } = readSelector(node.text);
  const found = select(model, `>${operation.name}`, segments);
  const whose = `in the answer of \`${operation.name}\``;
  if (found.state === 'missing') return `\`${node.text}\` finds nothing ${whose}`;
  if (found.state === 'unknown') return `\`${node.text}\` — type not known`;
  const type = ssmTypeOf(found.type) ?? typeWordOf(found.type);
  const many = found.many ? 'a list, each item ' : '';
  return `\`${node.text}\` — ${many}${type} ${whose}${typeFacts(model, found.type)}`;
}
