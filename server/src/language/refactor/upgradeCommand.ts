/**
 * Command documents of schema 1.2 to 2.2: each set of properties of a plugin becomes a step, in the order written.
 *
 * Names come from the ids. No precondition is made up: on which platforms a step is to run, only its author knows.
 * Source: the user guide on schema features, "Upgrade a document from schema version 1.2 to 2.2".
 */

import { pluginNamed } from '../catalogue.ts';
import { indentOf } from '../format/json.ts';
import { lineAt } from '../syntax/lines.ts';
import { entriesOf, entryOf, type Node, resolve, textOf } from '../syntax/node.ts';
import { type Data, dataOf, isRefusal, type Refusal } from './data.ts';
import { freeName, inOrder, type Refactoring, refused, type Selection, touches } from './refactoring.ts';
import { writeJson, yamlValue } from './write.ts';

const title = 'Convert to schema 2.2';

export function upgradeCommand({ document, part, root, range }: Selection): Refactoring[] {
  const version = entryOf(root, 'schemaVersion');
  const config = entryOf(root, 'runtimeConfig');
  if (part.kind !== 'command' || config === undefined || root.type !== 'map') return [];
  const written = resolve(version?.value);
  if (version === undefined || written?.type !== 'scalar' || textOf(written)?.startsWith('1.') !== true) return [];
  if (!touches({ start: version.key.start, end: written.end }, range) && !touches(config.key, range)) return [];
  const steps = stepsOf(config.value);
  if (!Array.isArray(steps)) return [refused('refactor.rewrite', title, steps.refused)];

  const { text } = document;
  const line = lineAt(text, config.key.start);
  const lead = text.slice(line.start, line.start + line.indent);
  const braces = part.format === 'json' || root.flow;
  const end = config.key.start + text.slice(config.key.start, config.value.end).trimEnd().length;
  const inside = document.comments().filter(({ start }) => start > config.key.end && start < end);
  // Comments belong to lines that are no more; they are kept above the steps.
  const comments = inside.map((comment) => `#${comment.text.trimEnd()}\n${lead}`).join('');
  const value = braces ? ` ${writeJson(steps, indentOf(text), lead)}` : yamlValue(steps, line.indent);
  const key = braces ? '"mainSteps"' : 'mainSteps';
  const steady = `${comments}${key}:${value}`.replaceAll('\n', text.includes('\r\n') ? '\r\n' : '\n');
  const quote = written.style === 'single' ? "'" : '"';
  const edits = inOrder([
    { start: written.start, end: written.end, text: `${quote}2.2${quote}` },
    { start: config.key.start, end, text: steady },
  ]);
  return [{ title, kind: 'refactor.rewrite', edits }];
}

function stepsOf(config: Node): Data[] | Refusal {
  const steps: Data[] = [];
  const names = new Set<string>();
  for (const { key, value } of entriesOf(config)) {
    const plugin = pluginNamed(key.text);
    if (plugin === undefined) return { refused: `No plugin of schema 2.2 is called "${key.text}"` };
    if (!plugin.schemaVersions?.includes('2.2'))
      return { refused: `The plugin "${key.text}" has no place in schema 2.2` };
    const read = dataOf(value);
    if (isRefusal(read)) return read;
    const { data } = read;
    const properties = data instanceof Map ? data.get('properties') : undefined;
    const sets = Array.isArray(properties) ? properties : [properties];
    const odd = data instanceof Map ? [...data.keys()].find((each) => each !== 'properties') : undefined;
    if (odd !== undefined) return { refused: `A step has no place for "${odd}" of "${key.text}"` };
    for (const set of sets) {
      if (!(set instanceof Map)) return { refused: `The properties of "${key.text}" are not written out as a map` };
      const { id, inputs } = withoutId(set);
      const name = freeName(nameOf(id, key.text), (each) => names.has(each));
      names.add(name);
      steps.push(
        new Map<string, Data>([
          ['action', key.text],
          ['name', name],
          ['inputs', inputs],
        ]),
      );
    }
  }
  const actions = new Set(entriesOf(config).map(({ key }) => key.text));
  if (actions.has('aws:runShellScript') && actions.has('aws:runPowerShellScript'))
    return {
      refused: 'It has scripts for Linux and for Windows; in schema 2.2 each needs a precondition, which only you know',
    };
  return steps.length > 0 ? steps : { refused: 'It has no plugin yet' };
}

function withoutId(set: ReadonlyMap<string, Data>): { id: string; inputs: Map<string, Data> } {
  const inputs = new Map(set);
  const id = inputs.get('id');
  inputs.delete('id');
  return { id: typeof id === 'string' ? id : '', inputs };
}

/** `0.aws:runShellScript` says no more than the plugin does. */
function nameOf(id: string, plugin: string): string {
  const said = id.replace(/^\d+\.(?=aws:)/, '').replace(/^aws:/, '');
  return said.replace(/[^A-Za-z0-9_-]+/g, '_').replace(/^_+|_+$/g, '') || plugin.replace('aws:', '');
}
