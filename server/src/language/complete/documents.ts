/** Documents that a step may call, each with the parameters it needs, and values of those parameters. */

import { callSite } from '../callSites.ts';
import type { CalledDocument, CalledParameter } from '../lookups.ts';
import { entriesOf, entryOf, get } from '../syntax/node.ts';
import type { ValuePlace } from './place.ts';
import type { Scene } from './scene.ts';
import { parameterStub } from './shapes.ts';
import { type Stub, writeEntries } from './stub.ts';
import type { Written } from './values.ts';

export function documentItems(place: ValuePlace, scene: Scene): Written[] {
  const { step, path, lookups, kind } = scene;
  if (kind === 'change-template' && place.spot.key === 'name' && step === undefined)
    return named(lookups.documentNames?.('automation') ?? []);
  const site = step === undefined ? undefined : callSite(step);
  if (step === undefined || site === undefined || path[0]?.key !== 'inputs') return [];
  if (path.length === 2 && path[1]?.key === site.nameKey) {
    return (lookups.documentNames?.(site.kind) ?? []).flatMap((name) => {
      if (step.action === 'aws:runDocument' && name === 'AWS-UpdateSSMAgent') return [];
      const given = entryOf(step.inputs, site.parametersKey);
      const targeted = ['TargetParameterName', 'TargetMaps'].some((key) => get(step.inputs, key) !== undefined);
      const called = lookups.document?.(name);
      if (called === undefined) return [{ label: name }];
      if (given !== undefined)
        return targeted || fits(called, step.inputs, site.parametersKey) ? [item(name, called)] : [];
      const needed = requiredOf(called).map(([key, parameter]): [string, Stub] => [
        key,
        parameterStub(parameter, site.kind === 'command'),
      ]);
      if (needed.length === 0 || targeted) return [item(name, called)];
      const parameters: Stub = { type: 'map', entries: needed };
      return [
        {
          ...item(name, called),
          tail: (stops) => writeEntries([[site.parametersKey, parameters]], place.style, stops),
        },
      ];
    });
  }
  if (path.length === 3 && path[1]?.key === site.parametersKey) {
    const called = site.name === undefined ? undefined : lookups.document?.(site.name);
    const parameter = called?.parameters[path[2]?.key ?? ''];
    const values = parameter?.allowed ?? (parameter?.type === 'Boolean' ? ['true', 'false'] : []);
    return values.map((label) => ({ label, bare: parameter?.type === 'Boolean' && site.kind === 'automation' }));
  }
  return [];
}

function named(names: readonly string[]): Written[] {
  return names.map((label) => ({ label }));
}

function item(label: string, called: CalledDocument): Written {
  return {
    label,
    detail: called.published ? 'published by AWS' : 'in this workspace',
    documentation: () => calledText(label, called),
    sort: `${called.published ? 2 : 1}${label}`,
  };
}

/** A parameter of a document that is called, in words. */
export function parameterText(name: string, parameter: CalledParameter, document: string): string {
  const { type, required, description, allowed, pattern } = parameter;
  const list = (values: readonly string[]): string => values.map((value) => `\`${value}\``).join(', ');
  const facts = [
    ...(parameter.default === undefined || parameter.default.every((value) => value === '')
      ? []
      : [`Default: ${list(parameter.default)}`]),
    ...(allowed === undefined ? [] : [`Allowed: ${list(allowed)}`]),
    ...(pattern === undefined ? [] : [`Pattern: \`${pattern}\``]),
  ].map((fact) => `- ${fact}`);
  const paragraphs = [
    `**${name}** — ${type}${required ? ', required' : ''}`,
    description ?? '',
    `Parameter of \`${document}\`.`,
    facts.join('\n'),
  ];
  return paragraphs.filter((text) => text !== '').join('\n\n');
}

/** A document that is called, in words: its kind and its parameters. */
export function calledText(name: string, { kind, parameters, published, description }: CalledDocument): string {
  const what = kind === 'automation' ? 'Automation runbook' : 'Command document';
  const lines = Object.entries(parameters).map(([key, { type, required, allowed }]) => {
    const values = allowed === undefined ? '' : `: ${allowed.map((value) => `\`${value}\``).join(', ')}`;
    return `- ${required ? `**${key}**` : key} (${type})${values}`;
  });
  const told = description === undefined ? '' : `\n\n${description}`;
  const head = `**${name}** — ${what}${published ? ', published by AWS' : ''}${told}`;
  return lines.length === 0
    ? `${head}\n\nIt takes no parameters.`
    : `${head}\n\nParameters (required in bold):\n\n${lines.join('\n')}`;
}

function requiredOf({ parameters }: CalledDocument) {
  return Object.entries(parameters).filter(([, { required }]) => required);
}

/** True when the parameters that are given are those of the document, and none that it needs is missing. */
function fits(called: CalledDocument, inputs: Parameters<typeof entryOf>[0], key: string): boolean {
  const map = get(inputs, key);
  if (map?.type !== 'map') return true;
  const given = entriesOf(map).map((entry) => entry.key.text);
  if (given.some((name) => name.includes('{{'))) return true;
  const values = new Map(entriesOf(map).map((entry) => [entry.key.text, entry.value]));
  return (
    given.every((name) => Object.hasOwn(called.parameters, name)) &&
    requiredOf(called).every(([name]) => given.includes(name)) &&
    [...values].every(([name, value]) => {
      const { allowed } = called.parameters[name] ?? {};
      return (
        allowed === undefined || value.type !== 'scalar' || value.text.includes('{{') || allowed.includes(value.text)
      );
    })
  );
}
