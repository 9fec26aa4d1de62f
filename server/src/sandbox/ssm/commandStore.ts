/** Commands as the account keeps them: plain data, with the document they run and what they come to. */

import type { Target } from '@aws-sdk/client-ssm';
import { type CommandProgram, type CommandState, compileCommand } from '../../simulator/index.ts';
import { type Account, slice } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { pastCommands } from './demo/commands.ts';
import { documentNamed, parsed, type StoredDocument, versionOf } from './documents.ts';

export type InvocationStatus =
  | 'Pending'
  | 'InProgress'
  | 'Delayed'
  | 'Success'
  | 'Cancelled'
  | 'TimedOut'
  | 'Failed'
  | 'Cancelling';

export interface Invocation {
  node: string;
  status: InvocationStatus;
  details: string;
  requested: number;
  ended?: number;
  state?: CommandState;
  cancelled?: true;
}

export interface Tally {
  running: number;
  done: number;
  failed: number;
}

export interface StoredCommand {
  id: string;
  document: string;
  version: string;
  comment: string;
  requested: number;
  expires: number;
  parameters: Record<string, string[]>;
  targets: Target[];
  instanceIds: string[];
  maxConcurrency: string;
  maxErrors: string;
  timeoutSeconds: number;
  /** Where all of the output is kept. */
  bucket?: string;
  keyPrefix?: string;
  logGroup?: string;
  cancelled?: true;
  invocations: Record<string, Invocation>;
  /** Nodes that have not been asked yet. */
  waiting: string[];
  /** Counted along, so that a command to ten thousand nodes is not counted through at the end of each. */
  tally: Tally;
  /** The automation that sent it. */
  sender?: string;
  /** The association and its run that sent it, with a blank between them. */
  association?: string;
}

export const commandsOf = slice<Record<string, StoredCommand>>('ssm.commands', (account) =>
  pastCommands(account, (name) => {
    const document = documentNamed(account, name);
    return programOf(document, document.defaultVersion);
  }),
);

export const finalInvocations: ReadonlySet<InvocationStatus> = new Set(['Success', 'Cancelled', 'TimedOut', 'Failed']);

/** The documents of commands as they run, by name and version; a version never changes. */
const programs = new WeakMap<StoredDocument['versions'][number], CommandProgram>();

export function programOf(document: StoredDocument, number: string): CommandProgram {
  const version = versionOf(document, number);
  let program = programs.get(version);
  if (program === undefined) {
    const [part] = parsed(version, document.type).parts;
    if (part === undefined)
      throw new ServiceError('InvalidDocumentContent', `Document ${document.name} cannot be read.`);
    program = compileCommand(part);
    programs.set(version, program);
  }
  return program;
}

export function totals({ tally, waiting }: StoredCommand): Tally & { all: number } {
  return { ...tally, all: tally.running + tally.done + waiting.length };
}

export function isOver(command: StoredCommand): boolean {
  const { all, done, running } = totals(command);
  return done === all || running === 0;
}

/** The status of the whole command, as the service sums it up. */
export function overall(command: StoredCommand): { status: InvocationStatus; details: string } {
  const { all, done, running, failed } = totals(command);
  if (running > 0)
    return command.cancelled
      ? { status: 'Cancelling', details: 'Cancelling' }
      : { status: 'InProgress', details: 'InProgress' };
  if (command.cancelled) return { status: 'Cancelled', details: 'Cancelled' };
  if (all === 0) return { status: 'Success', details: 'NoInstancesInTag' };
  if (done < all) return { status: 'Failed', details: 'RateExceeded' };
  if (failed === 0) return { status: 'Success', details: 'Success' };
  const timedOut = Object.values(command.invocations).filter(({ status }) => status === 'TimedOut').length;
  return timedOut === failed
    ? { status: 'TimedOut', details: 'DeliveryTimedOut' }
    : { status: 'Failed', details: 'Failed' };
}

export function commandNamed(account: Account, id: string): StoredCommand {
  const command = Object.hasOwn(commandsOf(account), id) ? commandsOf(account)[id] : undefined;
  if (command === undefined) throw new ServiceError('InvalidCommandId', `Command ${id} does not exist.`);
  return command;
}
