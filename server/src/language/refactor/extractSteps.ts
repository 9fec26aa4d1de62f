/**
 * Steps in a row become a runbook of their own, and one step that runs it.
 *
 * What they read is passed as parameters. What is read of them afterwards has to come back, and a child gives back one list:
 * that of its outputs. So one output can be read, where a list will do. Everything that would not mean the same any more is
 * refused with its reason: jumps in and out (`wayOut.ts`), changed variables, the id of the run (`passed.ts`).
 * Sources: the user guide on aws:executeAutomation and on outputs.
 */

import { indentOf } from '../format/json.ts';
import { jumpsOf } from '../jumps.ts';
import type { Step } from '../kinds/steps.ts';
import type { Range } from '../problem.ts';
import { removalOf } from '../removal.ts';
import { type Edit, edited } from '../syntax/edits.ts';
import { lineAt } from '../syntax/lines.ts';
import { entryOf, get, textOf } from '../syntax/node.ts';
import { blockStart, hasAnchors, shifted, solidEnd } from './blocks.ts';
import { type Data, isRefusal, type Refusal } from './data.ts';
import { handedBack, insideOf, type Passed, passedTo } from './passed.ts';
import { capitalName, freeName, inOrder, type Refactoring, refused, type Selection } from './refactoring.ts';
import { wayOut } from './wayOut.ts';
import { writeJson, writeYaml } from './write.ts';

const kind = 'refactor.extract';

export function extractSteps(selection: Selection): Refactoring[] {
  const { part, range, view } = selection;
  if (part.kind !== 'automation' || part.embedded || range.start === range.end) return [];
  const steps = view.steps.filter(({ node }) => node.start < range.end && range.start < node.end);
  const [first] = steps;
  if (first === undefined) return [];
  const title =
    steps.length === 1 ? `Extract the step "${first.name}" to a runbook` : `Extract ${steps.length} steps to a runbook`;
  const result = extraction(selection, steps, first);
  return ['refused' in result ? refused(kind, title, result.refused) : { title, kind, ...result }];
}

function extraction(
  selection: Selection,
  steps: readonly Step[],
  first: Step,
): Required<Pick<Refactoring, 'edits' | 'file'>> | Refusal {
  const { view, flows, symbols, fileName } = selection;
  const [flow] = flows;
  const inside = insideOf(steps);
  if (fileName === undefined) return { refused: 'Save this runbook first: the new one is put beside it' };
  if (steps.length === view.steps.length) return { refused: 'All steps are selected; one at least has to stay' };
  if (steps.some(({ name }) => name === undefined)) return { refused: 'A step has no name yet' };
  if (steps.some(({ node }) => hasAnchors(node))) return { refused: 'The steps use anchors and aliases of YAML' };
  if (view.all.some((step) => inside(step) && entryOf(step.inputs, 'Attachment') !== undefined))
    return { refused: 'A script is attached to this runbook, and would have to be attached to the new one' };
  const way = flow === undefined ? { refused: 'There are no steps' } : wayOut(flow, steps);
  if (isRefusal(way)) return way;
  const back = handedBack(selection, inside);
  if (isRefusal(back)) return back;
  const reads = symbols.uses.filter(({ step, place }) => inside(step) || place === 'role');
  const passed = passedTo(selection, reads, { first, inside });
  if (isRefusal(passed)) return passed;
  const own = readsOwnRun(selection, steps);
  if (own !== undefined) return { refused: `The parameter "${own}" of a run of this runbook is read from the service` };
  const place = placeOf(selection, steps);
  if (place === undefined) return { refused: 'The steps are laid out in a way that cannot be moved safely' };

  const names = nameThem(selection, fileName, first.name ?? '');
  const following = view.steps[view.steps.indexOf(steps.at(-1) ?? first) + 1];
  const call = callOf(
    names,
    passed,
    way.target === undefined ? 'end' : way.target === following ? undefined : way.target.name,
  );
  const jumps = view.all
    .filter((step) => !inside(step))
    .flatMap((step) => jumpsOf(step).filter(({ target }) => target === first.name))
    .map((jump): Edit => ({ ...jump.place, text: names.step }));
  const outputs = back.uses.map((use): Edit => ({ ...use.body, text: `${names.step}.Output` }));
  const text = childText(selection, steps, place, { passed, output: back.output });
  return {
    edits: inOrder([{ ...place.range, text: callText(selection, place, call) }, ...jumps, ...outputs]),
    file: { name: names.file, text },
  };
}

/** A parameter that steps look up in what the service tells of a run: there, the new runbook would be another one. */
function readsOwnRun({ document: { text }, symbols }: Selection, steps: readonly Step[]): string | undefined {
  const names = steps.flatMap(({ node: { start, end } }) =>
    [...text.slice(start, end).matchAll(/\bParameters(?:\.|\[\\?['"])([A-Za-z0-9]+)/g)].map(([, name = '']) => name),
  );
  return names.find((name) => symbols.parameters.has(name));
}

interface Names {
  step: string;
  document: string;
  file: string;
}

/** The runbook is called after its file, so that it is found beside this one. */
function nameThem({ symbols, lookups }: Selection, fileName: string, first: string): Names {
  const [, base = fileName, ending = '.yaml'] = /^(.*?)((?:\.ssm|\.runbook)?\.(?:ya?ml|json))?$/i.exec(fileName) ?? [];
  const wanted = `${base}-${first}`.replace(/[^A-Za-z0-9_.-]+/g, '-').slice(0, 120);
  const document = freeName(wanted, (name) => lookups.document?.(name) !== undefined);
  const step = freeName(`run${capitalName(first)}`, (name) => symbols.steps.has(name));
  return { step, document, file: `${document}${ending}` };
}

function callOf(names: Names, { parameters }: Passed, next: string | undefined): Map<string, Data> {
  const inputs = new Map<string, Data>([['DocumentName', names.document]]);
  const given = [...parameters].map(([name, { argument }]): [string, Data] => [name, `{{ ${argument} }}`]);
  if (given.length > 0) inputs.set('RuntimeParameters', new Map(given));
  const call = new Map<string, Data>([
    ['name', names.step],
    ['action', 'aws:executeAutomation'],
    ['inputs', inputs],
  ]);
  if (next === 'end') call.set('isEnd', true);
  else if (next !== undefined) call.set('nextStep', next);
  return call;
}

/** Where the steps stand: all of their lines in YAML, from the first to the last brace in JSON. */
interface Place {
  range: Range;
  /** The column of their dashes, or the blanks before their braces. */
  column: number;
  lead: string;
  braces: boolean;
}

function placeOf({ document, part, root }: Selection, steps: readonly Step[]): Place | undefined {
  const { text } = document;
  const [first, last] = [steps[0], steps.at(-1)];
  const list = get(root, 'mainSteps');
  if (first === undefined || last === undefined || list?.type !== 'list') return undefined;
  const line = lineAt(text, first.node.start);
  const lead = text.slice(line.start, line.start + line.indent);
  const end = solidEnd(text, last.node);
  if (part.format === 'json')
    return { range: { start: first.node.start, end }, column: line.indent, lead, braces: true };
  const dash = line.start + line.indent;
  const start = blockStart(text, dash);
  const sound =
    !list.flow && text.charAt(dash) === '-' && start !== undefined && !keeps(text.slice(dash, last.node.end));
  return sound ? { range: { start, end }, column: line.indent, lead, braces: false } : undefined;
}

/** A text that keeps the blank lines below it cannot be cut off where they begin. */
function keeps(text: string): boolean {
  return /[|>]\d?\+/.test(text);
}

function callText({ document: { text } }: Selection, { column, lead, braces }: Place, call: Map<string, Data>): string {
  const written = braces
    ? writeJson(call, indentOf(text), lead)
    : `${' '.repeat(column)}- ${writeYaml(call, column + 2).trimStart()}`;
  return withBreaks(written, text);
}

interface Child {
  passed: Passed;
  /** What it gives back. */
  output: string | undefined;
}

function childText(selection: Selection, steps: readonly Step[], place: Place, { passed, output }: Child): string {
  const { document, root } = selection;
  const { text } = document;
  const { start, end } = place.range;
  const inner = [...passed.renames, ...steps.flatMap((step) => endsIn(selection, steps, step))]
    .filter((edit) => start <= edit.start && edit.start < end)
    .map((edit) => ({ ...edit, start: edit.start - start, end: Math.min(edit.end, end) - start }));
  const body = edited(text.slice(start, end), inOrder(inner)).trimEnd();
  const head = new Map<string, Data>([
    ['schemaVersion', '0.3'],
    ['description', about(steps, selection.fileName ?? '')],
  ]);
  const role = textOf(get(root, 'assumeRole'));
  if (role !== undefined) head.set('assumeRole', role);
  const declared = [...passed.parameters].map(([name, { declaration }]): [string, Data] => [name, declaration]);
  if (declared.length > 0) head.set('parameters', new Map(declared));
  const tail = output === undefined ? undefined : new Map<string, Data>([['outputs', [output]]]);
  const whole = place.braces
    ? childJson(head, body, tail, { lead: place.lead, unit: indentOf(text) })
    : `${writeYaml(head)}\nmainSteps:\n${shifted(body, 2 - place.column)}\n${tail ? `${writeYaml(tail)}\n` : ''}`;
  return withBreaks(whole.replaceAll('\r\n', '\n'), text);
}

function about(steps: readonly Step[], fileName: string): string {
  const [first, last] = [steps[0]?.name, steps.at(-1)?.name];
  return first === last ? `The step "${first}" of ${fileName}.` : `The steps "${first}" to "${last}" of ${fileName}.`;
}

function childJson(
  head: Map<string, Data>,
  body: string,
  tail: Map<string, Data> | undefined,
  { lead, unit }: { lead: string; unit: string },
): string {
  const members = (map: Map<string, Data>): string => writeJson(map, unit).slice(1, -2);
  const steps = body.replaceAll(`\n${lead}`, `\n${unit}${unit}`);
  return `{${members(head)},\n${unit}"mainSteps": [\n${unit}${unit}${steps}\n${unit}]${tail ? `,${members(tail)}` : ''}\n}\n`;
}

/** A step that goes on outside of the steps ends the new run. */
function endsIn({ document: { text }, part }: Selection, steps: readonly Step[], step: Step): Edit[] {
  const next = entryOf(step.node, 'nextStep');
  if (next === undefined || steps.some(({ name }) => name === textOf(next.value))) return [];
  const end = entryOf(step.node, 'isEnd')?.value;
  if (end === undefined) {
    const written = part.format === 'json' ? '"isEnd": true' : 'isEnd: true';
    return [{ start: next.key.start, end: next.value.end, text: written }];
  }
  const removal = removalOf(text, next);
  return removal === undefined
    ? []
    : [
        { ...removal, text: '' },
        { start: end.start, end: end.end, text: 'true' },
      ];
}

function withBreaks(written: string, text: string): string {
  return text.includes('\r\n') ? written.replaceAll('\n', '\r\n') : written;
}
