/**
 * Runs of runbooks as the account keeps them: plain data, with the document they run.
 */

import { compile, type Program, type RunState, type StepRecord } from '../../simulator/index.ts';
import { type Account, slice } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { pastAutomations } from './demo/automations.ts';
import { documentNamed, parsed, type StoredDocument, versionOf } from './documents.ts';

export interface StoredRun {
  id: string;
  document: string;
  version: string;
  parameters: Record<string, string[]>;
  mode: 'Auto' | 'Interactive';
  by: string;
  state: RunState;
  /** Steps whose answers were made up, by the id of the step. */
  madeUp: string[];
  /** What it waits for beside jobs and signals. */
  command?: string;
  child?: string;
  /** By which a request that is sent again is known. */
  token?: string;
  parent?: string;
  /** The resource it was started for, by a rate-controlled run. */
  target?: string;
  /** Set on a run that only starts others, one for each target. */
  fan?: { parameter: string; waiting: string[]; running: string[]; failed: number; most: number; errors: number };
}

/** Every run by its id. */
export const runsOf = slice<Record<string, StoredRun>>('ssm.automations', (account) =>
  pastAutomations(account, {
    programOf: (name, version) => programOf(documentNamed(account, name), version),
    due: (it, at) => dueAt(account, it, at),
  }),
);

/** Has the effect that a run stands at answered at a time. */
export function dueAt(account: Account, it: StoredRun, at: number): void {
  account.at(at, 'ssm.automation.answer', `${it.id} ${placeOf(it)}`);
}

/** The effect that a run stands at: a job for one that has been answered since comes too late and does nothing. */
export function placeOf({ state: { current } }: StoredRun): string {
  return current === undefined ? '' : `${current.record}.${current.attempt}.${current.answers.length}`;
}

const programs = new WeakMap<StoredDocument['versions'][number], Program>();

/** A version of a document as it runs; a version never changes. */
export function programOf(document: StoredDocument, number: string): Program {
  const version = versionOf(document, number);
  let program = programs.get(version);
  if (program === undefined) {
    const part = parsed(version, document.type).parts.find(({ kind }) => kind !== undefined);
    if (part === undefined)
      throw new ServiceError('InvalidDocumentContent', `Document ${document.name} cannot be read.`);
    program = compile(part);
    programs.set(version, program);
  }
  return program;
}

/** The runbook of a run, ready to go on. */
export function programOfRun(account: Account, { document, version }: StoredRun): Program {
  return programOf(documentNamed(account, document), version);
}

/** The record of the step that a run stands at. */
export function currentStep({ state }: StoredRun): StepRecord | undefined {
  return state.current === undefined ? undefined : state.records[state.current.record];
}

/** Throws the service's error for a run that is not there. */
export function runNamed(account: Account, id: string): StoredRun {
  const it = Object.hasOwn(runsOf(account), id) ? runsOf(account)[id] : undefined;
  if (it === undefined)
    throw new ServiceError('AutomationExecutionNotFoundException', `Automation execution ${id} is not found.`);
  return it;
}
