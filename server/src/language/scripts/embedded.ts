/**
 * The scripts inside a document: what they are written in, their text, and the way from an index of it to the source.
 *
 * The items of a list are one script, joined by line breaks as the agent joins them. References stand in for what they
 * will be: `text` has a plain word of the same length in their place, so that indices stay.
 */

import { expressionFacts } from '../catalogue.ts';
import { expressionsIn, rangeIn } from '../expressions.ts';
import type { Step, StepsView } from '../kinds/steps.ts';
import type { Range } from '../problem.ts';
import { entryOf, get, itemsOf, type Node, resolve, type ScalarNode, textOf } from '../syntax/node.ts';

export type ScriptLanguage = 'python' | 'shell' | 'powershell';

export interface EmbeddedScript {
  step: Step;
  /** The key that holds it, such as `Script` or `runCommand`. */
  key: ScalarNode;
  /** Undefined for a language that is not read here. */
  language: ScriptLanguage | undefined;
  /** With a plain word for each reference. */
  text: string;
  /** Stretches of the text that were references. */
  references: Range[];
  /** True when a build puts the code in later: nothing can be said of it. */
  placeholder: boolean;
  /** The text of a block written with `>`, which joins its lines. */
  folded: ScalarNode | undefined;
  /** The source range of a stretch of the text; it stays on one line. */
  at(start: number, end: number): Range;
}

/** What scripts are looked for in. */
export interface Scripted {
  root: Node;
  view: StepsView;
}

const cache = new WeakMap<Node, EmbeddedScript[]>();

/** All scripts of a document that are written out in it. */
export function embeddedScripts({ root, view }: Scripted): EmbeddedScript[] {
  const known = cache.get(root);
  if (known !== undefined) return known;
  const found = view.all.flatMap(scriptsOfStep);
  cache.set(root, found);
  return found;
}

/** The script of a step of `aws:executeScript`, if it is written out. */
export function scriptOf(scripted: Scripted, step: Step): EmbeddedScript | undefined {
  return embeddedScripts(scripted).find((script) => script.step === step);
}

/** `python` or `powershell` for a runtime that is known or looks like one. */
export function runtimeLanguage(runtime: string | undefined): ScriptLanguage | undefined {
  if (runtime === undefined || runtime.includes('{{')) return undefined;
  if (/^python/i.test(runtime)) return 'python';
  return /^powershell/i.test(runtime) ? 'powershell' : undefined;
}

/** What is known of a runtime. */
export function runtimeNamed(name: string | undefined) {
  return expressionFacts.runtimes.find(({ value }) => value === name);
}

function scriptsOfStep(step: Step): EmbeddedScript[] {
  const { action, inputs } = step;
  if (action === 'aws:executeScript')
    return read(step, inputs, 'Script', runtimeLanguage(textOf(get(inputs, 'Runtime'))));
  if (action === 'aws:runShellScript' || action === 'aws:runPowerShellScript') {
    const language = action === 'aws:runShellScript' ? 'shell' : 'powershell';
    // Version 1.2 has a list of settings, each with a script.
    const all = inputs?.type === 'list' ? itemsOf(inputs) : [inputs];
    return all.flatMap((each) => read(step, each, 'runCommand', language));
  }
  if (action === 'aws:runCommand') {
    const name = textOf(get(inputs, 'DocumentName'))?.replace(/^arn:.*:document\//, '');
    const language =
      name === 'AWS-RunShellScript' ? 'shell' : name === 'AWS-RunPowerShellScript' ? 'powershell' : undefined;
    return language === undefined ? [] : read(step, get(inputs, 'Parameters'), 'commands', language);
  }
  return [];
}

function read(
  step: Step,
  owner: Node | undefined,
  name: string,
  language: ScriptLanguage | undefined,
): EmbeddedScript[] {
  const entry = entryOf(owner, name);
  const value = resolve(entry?.value);
  if (entry === undefined || value === undefined || value.type === 'map') return [];
  const nodes = value.type === 'scalar' ? [value] : value.items.map((item) => resolve(item));
  const parts: { from: number; node: ScalarNode }[] = [];
  let raw = '';
  for (const node of nodes) {
    // What a template around the document puts in, or what is no text, leaves a hole.
    if (node?.type !== 'scalar' || node.unknown || (node.tag !== undefined && !node.tag.startsWith('!!'))) return [];
    if (parts.length > 0) raw += '\n';
    parts.push({ from: raw.length, node });
    raw += node.value === null ? '' : node.text;
  }
  const { text, references } = neutral(raw);
  return [
    {
      step,
      key: entry.key,
      language: byShebang(raw, language),
      text,
      references,
      placeholder: isPlaceholder(raw),
      folded: parts.find(({ node }) => node.style === 'folded')?.node,
      at: (start, end) => place(raw, parts, start, end),
    },
  ];
}

/** A plain word of the same length for each reference. */
function neutral(raw: string): { text: string; references: Range[] } {
  const references: Range[] = [];
  if (!raw.includes('{{')) return { text: raw, references };
  let text = '';
  for (const { start, end, reference } of expressionsIn(raw)) {
    // Braces of the script itself, or of a template in it.
    if (reference.form === 'other' || reference.form === 'empty') continue;
    text += raw.slice(text.length, start) + 'x'.repeat(end - start);
    references.push({ start, end });
  }
  return { text: text + raw.slice(text.length), references };
}

/** A script says by its first line what reads it; the agent leaves that to the system. */
function byShebang(text: string, language: ScriptLanguage | undefined): ScriptLanguage | undefined {
  const shebang = /^#!\s*(\S+)(?:\s+(?:-\S+\s+)*(\S+))?/.exec(text);
  if (shebang === null || language !== 'shell') return language;
  const [, path = '', argument = ''] = shebang;
  const program = (path.endsWith('/env') ? argument : path).replace(/^.*\//, '');
  if (/^(ba|da|a)?sh$/.test(program)) return 'shell';
  if (/^python3/.test(program)) return 'python';
  return program === 'pwsh' ? 'powershell' : undefined;
}

/** `%%FILE%%`, `NAME::part`, `${file}` and the like, alone on a line or as the whole. */
function isPlaceholder(text: string): boolean {
  return (
    /^[ \t]*(?:%%.*%%|%\w+%|@@.*@@|@\w+@|#\{[\w.]+\}#?|<%.*%>|\{%.*%\}|[A-Z_]+::[\w.]+)[ \t]*$/m.test(text) ||
    /^\s*(?:\$\{[^}]*\}|\{\{[^}]*\}\}|__[A-Z]\w*__|<[^<>\n]*>|\.\.\.)?\s*$/.test(text)
  );
}

function place(raw: string, parts: readonly { from: number; node: ScalarNode }[], start: number, end: number): Range {
  let from = Math.min(start, Math.max(0, raw.length - 1));
  // The end of a script is shown on its last line.
  while (from > 0 && from >= start && raw.charAt(from) === '\n') from--;
  if (from < start) end = from + 1;
  const part = parts.findLast((each) => each.from <= from);
  if (part === undefined) return { start: 0, end: 0 };
  const line = raw.indexOf('\n', from);
  const stop = Math.min(Math.max(end, from + 1), line < 0 ? raw.length : Math.max(line, from + 1));
  return rangeIn(part.node, from - part.from, stop - part.from);
}
