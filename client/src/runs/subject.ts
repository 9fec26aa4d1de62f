/** What commands of the lines of a run are given. */

import type { Connection } from '../aws/connection.ts';
import type { RunKey } from './run.ts';

export interface RunSubject {
  connection: Connection;
  run: Pick<RunKey, 'kind' | 'id'>;
  /** The document that was run. */
  document?: string;
  /** A node of a command. */
  node?: string;
  /** A step of an automation: its name, and the id of its execution. */
  step?: string;
  stepId?: string;
}

export function keyOfSubject({ connection, run }: RunSubject): RunKey {
  return { connection, ...run };
}
