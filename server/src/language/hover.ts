/** What stands at a place, in Markdown: a key and what may follow it, an action, a reference and what it means. */

import { callOf, callsOf } from './calls.ts';
import { actionNamed, pluginNamed, unlistedNamed } from './catalogue.ts';
import { scalarAt } from './complete/place.ts';
import { actionDocumentation, schemaDetail, schemaDocumentation } from './describe.ts';
import { type Document, type Part, partAt } from './document.ts';
import { policyHover } from './guard/hover.ts';
import { apiText } from './hover/api.ts';
import { configText } from './hover/config.ts';
import { referenceText } from './hover/reference.ts';
import { stepText } from './hover/step.ts';
import { callText, timeText } from './hover/values.ts';
import { jumpsOf } from './jumps.ts';
import { kindOf } from './kinds/index.ts';
import type { Lookups } from './lookups.ts';
import { meaningOf } from './meaning.ts';
import type { Range } from './problem.ts';
import { queryHover } from './query/hover.ts';
import { ownerOf, propertySchema, type Schema, schemaOf, typesOf } from './schema.ts';
import { get, type ScalarNode, textOf } from './syntax/node.ts';

export interface Hover {
  range: Range;
  /** Markdown. */
  markdown: string;
}

/** What is known about the word at an offset; undefined where there is nothing to say. */
export function hover(document: Document, offset: number, lookups: Lookups = {}): Hover | undefined {
  const part = partAt(document, offset);
  if (part?.kind === undefined) return undefined;
  if (part.kind === 'guard') return policyHover(part, offset, lookups);
  if (part.kind === 'config-query') return queryHover(part, offset, lookups);
  const node = scalarAt(part.root, offset);
  if (node === undefined) return undefined;
  const ofConfig = configText(document, part, node, offset, lookups);
  if (ofConfig !== undefined) return ofConfig;
  const meaning = meaningOf(part);
  const { view, symbols, flows } = meaning;
  const use = symbols.uses.find((each) => each.node === node && each.range.start <= offset && offset <= each.range.end);
  if (use !== undefined) {
    const markdown = referenceText(use.expression.body, meaning);
    return markdown === undefined ? undefined : { range: use.range, markdown };
  }
  const step = view.all.findLast((each) => each.node.start <= offset && offset <= each.node.end);
  const jump = step === undefined ? undefined : jumpsOf(step).find((each) => each.node === node);
  const target = jump === undefined ? undefined : symbols.steps.get(jump.target);
  if (jump !== undefined && target !== undefined) return { range: jump.place, markdown: stepText(target, flows) };
  const output = runbookOutput(part, node, symbols.steps);
  if (output !== undefined) return { range: node, markdown: referenceText(output, meaning) ?? '' };
  if (step !== undefined && node === step.nameNode) return { range: node, markdown: stepText(step, flows) };
  const ran = part.kind === 'run' ? callText(node, callsOf(part)[0], lookups) : undefined;
  const called = step === undefined ? ran : (callText(node, callOf(step), lookups) ?? apiText(node, step, lookups));
  const markdown = called ?? nodeText(part, node) ?? timeText(node);
  return markdown === undefined || markdown === '' ? undefined : { range: node, markdown };
}

/** An output of the runbook is a reference without braces. */
function runbookOutput(part: Part, node: ScalarNode, steps: ReadonlyMap<string, unknown>): string | undefined {
  const list = node.parent?.type === 'list' ? node.parent : undefined;
  if (list === undefined || get(part.root, 'outputs') !== list) return undefined;
  return steps.has(node.text.split('.', 1)[0] ?? '') ? node.text : undefined;
}

/** A key by the schema of its value; an action, plugin or allowed value by the catalogue. */
function nodeText(part: Part, node: ScalarNode): string | undefined {
  const rootSchema = part.kind === undefined ? {} : kindOf(part.kind).schema(part.root);
  const { parent } = node;
  if (parent?.type === 'map') {
    const entry = parent.entries.find(({ key, value }) => key === node || value === node);
    const above = schemaOf(parent, part.root, rootSchema);
    if (entry?.key === node) return keyText(part, node, above);
  }
  const schema = schemaOf(node, part.root, rootSchema);
  if (schema === undefined) return undefined;
  if (schema.catalogue !== undefined) return catalogueText(schema.catalogue, node.text);
  const value = schema.enumDescriptions?.[node.text];
  if (value !== undefined) return `\`${node.text}\` — ${value}`;
  // One of a few values says little without what it is a value of.
  const entry = parent?.type === 'map' ? parent.entries.find((each) => each.value === node) : undefined;
  const few = schema.enum !== undefined || schema.suggestions !== undefined || typesOf(schema).includes('boolean');
  return few && entry !== undefined && parent !== undefined
    ? keyText(part, entry.key, schemaOf(parent, part.root, rootSchema))
    : undefined;
}

function keyText(part: Part, key: ScalarNode, above: Schema | undefined): string | undefined {
  const declared = above === undefined ? undefined : propertySchema(above, key.text);
  const map = key.parent;
  const value = get(map, key.text);
  const schema =
    part.kind === undefined || value === undefined
      ? declared
      : (schemaOf(value, part.root, kindOf(part.kind).schema(part.root)) ?? declared);
  const plugin = map !== undefined && ownerKey(part, map) === 'runtimeConfig' ? pluginNamed(key.text) : undefined;
  if (plugin !== undefined) return actionDocumentation(key.text, plugin);
  if (schema === undefined) return undefined;
  const required = above?.required?.includes(key.text) ? ', required' : '';
  const named = above?.properties !== undefined && Object.hasOwn(above.properties, key.text);
  const detail = named
    ? schemaDetail(declared?.ssmType === undefined ? schema : { ...schema, ssmType: declared.ssmType })
    : (textOf(get(value, 'type')) ?? schemaDetail(schema));
  const description = named
    ? schemaDocumentation({
        ...schema,
        ...(declared?.description === undefined ? {} : { description: declared.description }),
      })
    : (textOf(get(value, 'description')) ?? schemaDocumentation(schema));
  return `**${key.text}** — ${detail}${required}\n\n${description}`;
}

/** The key of the top-level section a map is the value of, if any. */
function ownerKey(part: Part, node: ScalarNode['parent']): string | undefined {
  const owner = node === undefined ? undefined : ownerOf(node);
  if (owner !== part.root) return undefined;
  return owner?.type === 'map' ? owner.entries.find(({ value }) => value === node)?.key.text : undefined;
}

function catalogueText(family: 'actions' | 'plugins', name: string): string | undefined {
  const entry = family === 'actions' ? actionNamed(name) : pluginNamed(name);
  if (entry !== undefined) return actionDocumentation(name, entry);
  const unlisted = unlistedNamed(family, name);
  return unlisted === undefined ? undefined : `**${name}**\n\n${unlisted.summary} ${unlisted.note}`;
}
