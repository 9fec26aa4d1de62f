/**
 * Runs a case of the simulator and writes down what happened, line by line.
 *
 * A case is a YAML text of two documents: what the run is given (`parameters`, `answers` by step in order, `options`), and
 * the runbook. Importing this file does nothing.
 */

import { load } from 'js-yaml';
import { parse } from '../server/src/language/index.ts';
import {
  type Answer,
  compile,
  defaultOptions,
  drive,
  type Json,
  type JsonMap,
  type Options,
  type Program,
  type RunEvent,
  type RunState,
  start,
} from '../server/src/simulator/index.ts';

export const system = { executionId: 'run', account: '123456789012', region: 'eu-west-1', partition: 'aws' };
export const noon = Date.UTC(2026, 0, 2, 12);

interface Given {
  parameters?: Record<string, Json>;
  /** By step; the answers of one step are used up in order. */
  answers?: Record<string, Told[]>;
  /** Steps before which the user stops the run. */
  stopBefore?: string[];
  options?: Partial<Options>;
}

/** `after` is how many seconds the answer took. */
interface Told {
  value?: Json;
  error?: string;
  message?: string;
  timeout?: true;
  cancel?: true;
  signal?: 'Approve' | 'Reject' | 'Resume';
  by?: string;
  after?: number;
}

export function programOf(text: string): Program {
  const part = parse(text).parts.find(({ kind }) => kind !== undefined);
  if (part === undefined) throw new Error('no document of ours in the text');
  return compile(part);
}

/** The state before the first step of a program that can start. */
export function begun(program: Program, parameters: Record<string, Json> = {}): RunState {
  const state = start(program, { parameters, system, now: noon });
  if ('faults' in state) throw new Error(state.faults.join('; '));
  return state;
}

/** What a case does, one line an event. */
export function trace(text: string): string {
  const [head = '', body = ''] = text.split(/^---\n/m);
  const given = (head.trim() === '' ? {} : load(head)) as Given;
  const options = { ...defaultOptions, ...given.options };
  const program = programOf(body);
  const state = start(program, { parameters: given.parameters ?? {}, system, now: noon });
  if ('faults' in state) return `refused\n${state.faults.map((fault) => `  ${fault}\n`).join('')}`;
  const lines: string[] = [];
  const left = new Map(Object.entries(given.answers ?? {}).map(([name, list]) => [name, [...list]]));
  const { ended } = drive(program, state, (event) => answerTo(event, state, lines, left, given.stopBefore ?? []), {
    options,
    mostEvents: 5000,
  });
  lines.push(`done ${state.status}${ended ? '' : ', and still going'}`);
  if (state.failure !== undefined) lines.push(`  ${state.failure}`);
  for (const [name, values] of Object.entries(state.result ?? {})) lines.push(`  ${name} = ${JSON.stringify(values)}`);
  for (const { option, step } of state.notes) lines.push(`  depends on ${option} in ${step}`);
  const unused = [...left].flatMap(([name, list]) => (list.length > 0 ? [`${name} (${list.length})`] : []));
  if (unused.length > 0) lines.push(`  answers not asked for: ${unused.join(', ')}`);
  return `${lines.join('\n')}\n`;
}

function answerTo(
  event: RunEvent,
  state: RunState,
  lines: string[],
  left: Map<string, Told[]>,
  stops: string[],
): Answer | undefined {
  const indent = '  '.repeat(state.frames.length - 1);
  if (event.type === 'step') {
    const { record, attempt } = event;
    const pass = record.parent === undefined ? '' : `, pass ${record.parent.iteration} of ${record.parent.name}`;
    lines.push(`${indent}step ${record.name}${attempt > 1 ? `, attempt ${attempt}` : ''}${pass}`);
    return stops.includes(record.name) ? { type: 'cancel' } : undefined;
  }
  if (event.type === 'ended') {
    const { record } = event;
    const outputs = Object.keys(record.outputs).length > 0 ? ` ${JSON.stringify(record.outputs)}` : '';
    lines.push(`${indent}${record.name} ${record.status}${outputs}${record.next ? ` -> ${record.next}` : ''}`);
    if (record.failure !== undefined) lines.push(`${indent}  ${record.failure.stage}: ${record.failure.message}`);
    return undefined;
  }
  const { kind, ...effect } = event.effect;
  const told = left.get(event.step?.name ?? 'start')?.shift();
  const answer = toAnswer(told, event, state);
  const { at, ...shown } = answer;
  const waited = at === undefined || at === state.now ? '' : ` after ${(at - state.now) / 1000} s`;
  lines.push(`${indent}  ${kind} ${JSON.stringify(effect)}`, `${indent}  <- ${JSON.stringify(shown)}${waited}`);
  return answer;
}

function toAnswer(told: Told | undefined, event: Extract<RunEvent, { type: 'effect' }>, { now }: RunState): Answer {
  const { effect, deadline } = event;
  const due = effect.kind === 'sleep' ? Math.min(effect.until, deadline ?? effect.until) : now;
  const at = told?.after === undefined ? due : now + told.after * 1000;
  if (told?.error !== undefined) return { type: 'error', code: told.error, message: told.message ?? '', at };
  if (told?.timeout) return { type: 'timeout', at: deadline ?? at };
  if (told?.cancel) return { type: 'cancel', at };
  if (told?.signal !== undefined) return { type: 'signal', signal: told.signal, at, ...(told.by && { by: told.by }) };
  if (effect.kind === 'sleep' && deadline !== undefined && effect.until > deadline) return { type: 'timeout', at };
  return { type: 'value', value: told?.value ?? ({} as JsonMap), at };
}
