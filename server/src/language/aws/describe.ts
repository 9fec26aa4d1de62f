/** Services, operations and members of the models of AWS in words, for completion and hover. */

import { fieldsOf, type Member, valuesOf } from './members.ts';
import type { ServiceModel, TypeCode } from './model.ts';

const names: Readonly<Record<string, string>> = {
  s: 'String',
  e: 'String',
  t: 'Timestamp',
  n: 'Integer',
  b: 'Boolean',
  x: 'Blob',
  d: 'Map',
  '[': 'List',
  '{': 'StringMap',
  '#': 'Map',
  '@': 'Map',
};

/** A type as documents of Systems Manager name types, and those that they have no name for. */
export function typeWordOf(type: TypeCode): string {
  const inner = type.slice(1);
  if (type.startsWith('[')) return /^[#{@]/.test(inner) ? 'MapList' : /^[sent]/.test(inner) ? 'StringList' : 'List';
  return names[type.charAt(0)] ?? 'any';
}

/** Longer structures are cut short. */
const mostMembers = 16;

/** What goes into an operation and what comes out of it. */
export function operationText(model: ServiceModel, service: string | undefined, name: string): string {
  const reference = service === undefined ? [] : [`[Reference](${operationPage(service, name)})`];
  return [
    `**${name}** — operation of ${model.id}`,
    `Request${outline(model, `<${name}`)}`,
    `Answer${outline(model, `>${name}`)}`,
    ...reference,
  ].join('\n\n');
}

function outline(model: ServiceModel, type: TypeCode): string {
  const members = membersIn(model, type);
  if (members.length === 0) return ': nothing';
  const lines = members.slice(0, mostMembers).map((member) => {
    const name = member.required ? `**${member.name}**` : member.name;
    const inner = membersIn(model, member.type.replace(/^\[+/, '')).map((each) => each.name);
    const within = inner.length === 0 ? '' : ` of ${inner.slice(0, 6).join(', ')}${inner.length > 6 ? ', …' : ''}`;
    return `- ${name}: ${typeWordOf(member.type)}${within}`;
  });
  const more = members.length > mostMembers ? [`- … and ${members.length - mostMembers} more`] : [];
  return `${members.some(({ required }) => required) ? ' (required in bold)' : ''}:\n\n${[...lines, ...more].join('\n')}`;
}

function membersIn(model: ServiceModel, type: TypeCode): Member[] {
  const members = [...(fieldsOf(model, type)?.values() ?? [])];
  const aliased = new Set(members.flatMap(({ alias }) => alias ?? []));
  return members
    .filter((member) => member.type !== '@' && !aliased.has(member.name))
    .sort((a, b) => Number(b.required) - Number(a.required));
}

/** A member of a request or of an answer: its type, its values, what is in it. */
export function memberText(model: ServiceModel, { name, type, required }: Member, whose: string): string {
  return `**${name}** — ${typeWordOf(type)}${required ? ', required' : ''}\n\n${whose}${typeFacts(model, type)}`;
}

/** The values of an enum, or the members of a structure, to be put behind a sentence; empty for other types. */
export function typeFacts(model: ServiceModel, type: TypeCode): string {
  const inner = type.replace(/^\[+/, '');
  const values = valuesOf(model, inner);
  if (values !== undefined && values.length > 0) {
    const shown = values.slice(0, 24).map((value) => `\`${value}\``);
    return `\n\n- Values: ${shown.join(', ')}${values.length > 24 ? ', …' : ''}`;
  }
  const members = membersIn(model, inner);
  return members.length === 0 ? '' : `\n\nMembers${outline(model, inner)}`;
}

/** The page of an operation in the reference of boto3, whose names Automation takes. */
export function operationPage(service: string, name: string): string {
  const snake = name
    .replace(/([^_])([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
  return `https://boto3.amazonaws.com/v1/documentation/api/latest/reference/services/${service}/client/${snake}.html`;
}
