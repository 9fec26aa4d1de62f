/**
 * A run file for a document: what has to be filled in as places to type at, what may be as comments to take away.
 *
 * Descriptions of the document stand above its parameters, so that nobody has to look them up. Values of an earlier run are
 * written where they were.
 */

import { literal, type Stops } from '../complete/stub.ts';
import { keyText, valueText } from '../complete/style.ts';
import { namedType } from '../types.ts';
import type { AccountPlace, RunInputs, Runnable, RunnableParameter } from './data.ts';

export interface NewRun extends AccountPlace {
  /** What stands behind `run:`. */
  run: string;
  version?: string;
  inputs?: RunInputs;
}

export interface NewRunFile {
  snippet: string;
  /** The same without places to type at. */
  text: string;
  fileName: string;
}

/** Lines longer than this are broken in comments. */
const width = 100;
const plain = { json: false, flow: false } as const;

/** Writes the run file. */
export function newRunFile(document: Runnable, run: NewRun): NewRunFile {
  const write = (stops: Stops): string => `${linesOf(document, run, stops).join('\n')}\n`;
  const stem = document.name.replace(/^.*[:/]/, '').replace(/^(?:AWS|Amazon)-/, '');
  const fileName = `${stem.replace(/[^\w.-]+/g, '-').toLowerCase() || 'new'}.run.yaml`;
  return { snippet: write({ next: 1 }), text: write({ next: 1, plain: true }), fileName };
}

function linesOf(document: Runnable, { run, version, account, region, inputs = {} }: NewRun, stops: Stops): string[] {
  const entry = (key: string, value: string | undefined): string[] =>
    value === undefined ? [] : [`${key}: ${literal(valueText(value, true, plain), stops)}`];
  const { description, destructive } = document;
  return [
    ...(description === undefined ? [] : comment(description, '', stops)),
    ...(destructive === undefined ? [] : comment(`Think twice: ${destructive}`, '', stops)),
    ...entry('run', run),
    ...entry('version', version),
    ...entry('account', account),
    ...entry('region', region),
    ...parameterLines(document, inputs, stops),
    ...targetLines(document, inputs, stops),
    ...rateLines(document, inputs, stops),
    ...entry('comment', document.kind === 'command' ? inputs.comment : undefined),
    ...(document.kind === 'command' && inputs.timeout !== undefined ? [`timeout: ${inputs.timeout}`] : []),
  ];
}

/** A text as comment lines. */
function comment(text: string, indent: string, stops: Stops): string[] {
  const lines: string[] = [];
  for (const paragraph of text.trim().split(/\n\s*/)) {
    let line = '';
    for (const word of paragraph.split(/\s+/)) {
      if (line !== '' && line.length + word.length + 1 > width - indent.length) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    if (line !== '') lines.push(line);
  }
  return lines.map((line) => `${indent}# ${literal(line, stops)}`);
}

function parameterLines(document: Runnable, { parameters = {}, ...inputs }: RunInputs, stops: Stops): string[] {
  const target = targetOf(document, inputs);
  const shown = document.parameters.filter(({ name }) => name !== target);
  if (shown.length === 0) return [];
  const lines = shown.flatMap((parameter) => {
    const { name, type, required, description = '' } = parameter;
    // Descriptions of AWS often begin with what stands there already.
    const about = description.replace(/^\s*\((?:required|optional)\)\s*/i, '');
    const head = `(${type}${required ? ', required' : ''}) ${about}`.trim();
    const given = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (given !== undefined) return [...comment(head, '  ', stops), ...valueLines(parameter, given, stops)];
    if (required) return [...comment(head, '  ', stops), ...holeLines(parameter, stops)];
    const [first, ...more] = valueLines(parameter, parameter.default ?? [], stops);
    // What has its default is a comment: taking the mark away makes it an entry.
    const hidden = [first ?? '', ...more].map((line) => `  # ${line.slice(2)}`);
    return [...comment(head, '  ', stops), ...hidden];
  });
  return ['parameters:', ...lines];
}

function targetOf({ kind, targetParameter }: Runnable, inputs: RunInputs): string | undefined {
  if (kind !== 'automation') return undefined;
  const given = inputs.ids !== undefined || inputs.tags !== undefined || inputs.group !== undefined;
  return given ? (inputs.targetParameter ?? targetParameter) : undefined;
}

/** A parameter with a value, at its place under `parameters`. */
function valueLines({ name, type }: RunnableParameter, values: readonly string[], stops: Stops): string[] {
  const key = literal(keyText(name, plain), stops);
  const kind = namedType(type);
  const bare = kind === 'Integer' || kind === 'Boolean';
  if (kind === 'StringList' || kind === 'MapList') {
    if (values.length === 0) return [`  ${key}: []`];
    return [`  ${key}:`, ...values.flatMap((value) => scalarLines('    - ', value, kind === 'MapList', false, stops))];
  }
  return scalarLines(`  ${key}: `, values[0] ?? '', kind === 'StringMap', bare, stops);
}

/** A value behind what stands before it; of several lines it is a block. */
function scalarLines(lead: string, value: string, json: boolean, bare: boolean, stops: Stops): string[] {
  if (json && isJson(value)) return [lead + literal(JSON.stringify(JSON.parse(value)), stops)];
  const body = value.replace(/\n$/, '');
  if (
    !body.includes('\n') ||
    /^\s|\s$|[^\S\n]\n/.test(body) ||
    /\p{Cc}|[\u2028\u2029]/u.test(body.replaceAll('\n', ''))
  )
    return [lead + literal(valueText(value, !bare, plain), stops)];
  const indent = ' '.repeat(/^ *(?:- )?/.exec(lead)?.[0].length ?? 0) + (lead.trimStart().startsWith('- ') ? '' : '  ');
  const lines = body.split('\n').map((line) => (line === '' ? '' : indent + literal(line, stops)));
  return [`${lead}${value === body ? '|-' : '|'}`, ...lines];
}

function isJson(value: string): boolean {
  try {
    return typeof JSON.parse(value) === 'object';
  } catch {
    return false;
  }
}

/** A parameter that has to be filled in. */
function holeLines({ name, type, allowed = [] }: RunnableParameter, stops: Stops): string[] {
  const key = literal(keyText(name, plain), stops);
  const kind = namedType(type);
  const choices = allowed.length > 0 ? allowed : kind === 'Boolean' ? ['true', 'false'] : [];
  const text = kind !== 'Boolean' && kind !== 'Integer';
  const hole = place(
    choices.map((value) => valueText(value, text, plain)),
    stops,
  );
  if (kind === 'StringList') return [`  ${key}:`, `    - ${hole}`];
  if (kind === 'StringMap') return [`  ${key}:`, `    ${hole}`];
  if (kind === 'MapList') return [`  ${key}:`, `    - ${hole}`];
  return [`  ${key}: ${hole}`];
}

/** A place to type at, with the values to choose from; without places, the first of them. */
function place(choices: readonly string[], stops: Stops): string {
  if (stops.plain) return choices[0] ?? '';
  const [first] = choices;
  if (first === undefined) return `$${stops.next++}`;
  if (choices.length === 1) return `\${${stops.next++}:${literal(first, stops)}}`;
  return `\${${stops.next++}|${choices.map((each) => each.replace(/[\\,|}$]/g, '\\$&')).join(',')}|}`;
}

function targetLines(document: Runnable, inputs: RunInputs, stops: Stops): string[] {
  const { ids, tags, group } = inputs;
  const text = (value: string): string => literal(valueText(value, true, plain), stops);
  const parameter = targetOf(document, inputs);
  const last = parameter === undefined ? [] : [`  parameter: ${text(parameter)}`];
  const listOf = (values: readonly string[], indent: string): string[] =>
    values.map((value) => `${indent}- ${text(value)}`);
  if (ids !== undefined && ids.length > 0) return ['targets:', '  ids:', ...listOf(ids, '    '), ...last];
  if (tags !== undefined && Object.keys(tags).length > 0)
    return [
      'targets:',
      '  tags:',
      ...Object.entries(tags).flatMap(([key, values]) => [
        `    ${literal(keyText(key, plain), stops)}:`,
        ...listOf(values, '      '),
      ]),
      ...last,
    ];
  if (group !== undefined) return ['targets:', `  group: ${text(group)}`, ...last];
  const others = ['  # tags:', '  #   Env: [prod]', '  # group: name-of-a-resource-group'];
  if (document.kind === 'command')
    return [
      'targets:',
      '  # Ids of managed nodes, or tags or a resource group instead.',
      '  ids:',
      `    - ${place([], stops)}`,
      ...others,
    ];
  const { targetParameter } = document;
  if (targetParameter === undefined) return [];
  return [
    ...comment(`Once for each of several targets, instead of "${targetParameter}" above:`, '', stops),
    '# targets:',
    '#   tags:',
    '#     Env: [prod]',
    `#   parameter: ${text(targetParameter)}`,
  ];
}

function rateLines({ kind }: Runnable, inputs: RunInputs, stops: Stops): string[] {
  const { concurrency, errors } = inputs;
  const line = (key: string, value: string | undefined, usual: string): string[] =>
    value !== undefined
      ? [`${key}: ${literal(valueText(value, !/^\d+$/.test(value), plain), stops)}`]
      : kind === 'command'
        ? [`# ${key}: ${usual}`]
        : [];
  return [...line('concurrency', concurrency, '10%'), ...line('errors', errors, '1')];
}
