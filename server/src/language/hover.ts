/** What stands at a place, in Markdown: a key and what may follow it, an action, a reference and what it means. */

import { actionNamed, expressionFacts, pluginNamed, unlistedNamed } from './catalogue.ts';
import { scalarAt } from './complete/place.ts';
import { actionDocumentation, schemaDetail, schemaDocumentation } from './describe.ts';
import { type Document, type Part, partAt } from './document.ts';
import { jumpsOf } from './jumps.ts';
import { kindOf } from './kinds/index.ts';
import type { Declaration, Step } from './kinds/steps.ts';
import type { Lookups } from './lookups.ts';
import { meaningOf } from './meaning.ts';
import type { Range } from './problem.ts';
import { ownerOf, propertySchema, type Schema, schemaOf } from './schema.ts';
import { outputsOf, type Symbols } from './symbols.ts';
import { get, type ScalarNode, textOf } from './syntax/node.ts';

export interface Hover {
  range: Range;
  /** Markdown. */
  markdown: string;
}

/** What is known about the word at an offset; undefined where there is nothing to say. */
export function hover(document: Document, offset: number, _lookups: Lookups = {}): Hover | undefined {
  const part = partAt(document, offset);
  if (part?.kind === undefined) return undefined;
  const node = scalarAt(part.root, offset);
  if (node === undefined) return undefined;
  const { view, symbols } = meaningOf(part);
  const use = symbols.uses.find((each) => each.node === node && each.range.start <= offset && offset <= each.range.end);
  if (use !== undefined) {
    const markdown = referenceText(use.expression.body, symbols);
    return markdown === undefined ? undefined : { range: use.range, markdown };
  }
  const step = view.all.findLast((each) => each.node.start <= offset && offset <= each.node.end);
  const jump = step === undefined ? undefined : jumpsOf(step).find((each) => each.node === node);
  const target = jump === undefined ? undefined : symbols.steps.get(jump.target);
  if (jump !== undefined && target !== undefined) return { range: jump.place, markdown: stepText(target) };
  const markdown = nodeText(part, node);
  return markdown === undefined || markdown === '' ? undefined : { range: node, markdown };
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
  return value === undefined ? undefined : `\`${node.text}\` — ${value}`;
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

/** What a reference means: the parameter, variable or output it reads. */
function referenceText(body: string, symbols: Symbols): string | undefined {
  const [space = '', name = ''] = body.split(':', 2);
  if (space === 'global') return described(body, 'String', expressionFacts.globals[name]?.description);
  if (space === 'automation') return described(body, 'String', expressionFacts.automation[name]?.description);
  if (space === 'ssm') return `\`${body}\` — read from Parameter Store when the document runs`;
  if (space === 'ssm-secure') return `\`${body}\` — a SecureString of Parameter Store, read on the node`;
  const variable = symbols.variables.get(space === 'variable' ? name : body);
  if (variable !== undefined) return declarationText('Variable', variable);
  const parameter = symbols.parameters.get(body);
  if (parameter !== undefined) return declarationText('Parameter', parameter);
  const [stepName = '', outputName = ''] = body.split('.', 2);
  const step = symbols.steps.get(stepName);
  if (step === undefined)
    return (
      expressionFacts.pseudoParameters[body] &&
      described(body, 'String', expressionFacts.pseudoParameters[body]?.description)
    );
  const output = outputsOf(step).find(({ name: each }) => each === outputName);
  if (output === undefined) return stepText(step);
  const declared = step.outputs.find(({ name: each }) => each === outputName);
  const selector = declared === undefined ? undefined : textOf(get(declared.node, 'Selector'));
  const from = selector === undefined ? '' : `\n\nSelector: \`${selector}\``;
  return `**${outputName}** — ${output.type ?? 'String'}, output of step **${stepName}** (${step.action ?? 'no action'})${from}${output.description === undefined ? '' : `\n\n${output.description}`}`;
}

function described(name: string, type: string, description: string | undefined): string | undefined {
  return description === undefined ? undefined : `**${name}** — ${type}\n\n${description}`;
}

function declarationText(noun: string, { name, entry, type }: Declaration): string {
  const value = entry.value;
  const lines = [`${noun} **${name}** — ${type ?? 'no type'}`];
  const description = textOf(get(value, 'description'));
  if (description !== undefined) lines.push(description);
  const fallback = get(value, 'default');
  if (fallback?.type === 'scalar')
    lines.push(fallback.text === '' ? 'Default: empty text' : `Default: \`${fallback.text}\``);
  else if (fallback !== undefined) lines.push(`Default: a ${fallback.type}`);
  else if (noun === 'Parameter') lines.push('Required: it has no default.');
  const allowed = get(value, 'allowedValues');
  if (allowed?.type === 'list')
    lines.push(`Allowed: ${allowed.items.map((each) => `\`${textOf(each) ?? ''}\``).join(', ')}`);
  const pattern = textOf(get(value, 'allowedPattern'));
  if (pattern !== undefined) lines.push(`Pattern: \`${pattern}\``);
  return lines.join('\n\n');
}

function stepText(step: Step): string {
  const description = textOf(get(step.node, 'description'));
  const outputs = outputsOf(step).map(({ name, type }) => `${name} (${type ?? 'String'})`);
  const lines = [`Step **${step.name ?? ''}** — ${step.action ?? 'no action'}`];
  if (description !== undefined) lines.push(description);
  if (outputs.length > 0) lines.push(`Outputs: ${outputs.join(', ')}`);
  return lines.join('\n\n');
}
