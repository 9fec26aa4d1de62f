/** What documents and run files were run with last, for "Run again" and for the run files that begin with it. */

import type { Memento } from 'vscode';
import type { RunFileInputs } from '../../../server/src/protocol.ts';
import type { RunRequest } from './targets.ts';

export interface LastOfDocument {
  /** Name of the connection. */
  connection: string;
  request: RunRequest;
  local?: { uri: string; name: string };
}

export interface LastRuns {
  /** @param from - URI of a document or run file, or the name of a published document. */
  of(from: string): LastOfDocument | undefined;
  /** The published documents that a connection ran, the last one first. */
  documents(connection: string): string[];
  keep(from: string, last: LastOfDocument): void;
}

const key = 'lastRuns';
const mostKept = 50;

export function lastRuns(memory: Memento): LastRuns {
  return {
    of: (from) => memory.get<Record<string, LastOfDocument>>(key, {})[from],
    documents: (connection) =>
      Object.entries(memory.get<Record<string, LastOfDocument>>(key, {}))
        // A URI has a scheme.
        .filter(([from, last]) => last.connection === connection && /^(?:arn:|[^:]+$)/.test(from))
        .map(([from]) => from)
        .reverse(),
    keep(from, last) {
      const { [from]: _before, ...others } = memory.get<Record<string, LastOfDocument>>(key, {});
      const entries = [...Object.entries(others), [from, last] as const].slice(-mostKept);
      void memory.update(key, Object.fromEntries(entries));
    },
  };
}

/** A request as the inputs of a new run file. */
export function inputsOf({ kind, input }: RunRequest): RunFileInputs {
  const { Parameters, Targets = [], MaxConcurrency, MaxErrors } = input;
  const tags = Targets.flatMap(({ Key, Values }) => (Key.startsWith('tag:') ? [[Key.slice(4), Values] as const] : []));
  const group = Targets.find(({ Key }) => Key === 'resource-groups:Name')?.Values[0];
  const listed = Targets.flatMap(({ Key, Values }) => (['InstanceIds', 'ParameterValues'].includes(Key) ? Values : []));
  const ids = [...(kind === 'command' ? (input.InstanceIds ?? []) : []), ...listed];
  const { Comment, TimeoutSeconds } = kind === 'command' ? input : {};
  const targetParameter = kind === 'automation' ? input.TargetParameterName : undefined;
  return {
    ...(Parameters && { parameters: Parameters }),
    ...(ids.length > 0 && { ids }),
    ...(tags.length > 0 && { tags: Object.fromEntries(tags) }),
    ...(group !== undefined && { group }),
    ...(targetParameter !== undefined && { targetParameter }),
    ...(MaxConcurrency !== undefined && { concurrency: MaxConcurrency }),
    ...(MaxErrors !== undefined && { errors: MaxErrors }),
    ...(Comment !== undefined && { comment: Comment }),
    ...(TimeoutSeconds !== undefined && { timeout: TimeoutSeconds }),
  };
}
