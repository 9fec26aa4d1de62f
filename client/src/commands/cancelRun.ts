/** "Cancel Run": nodes that have not begun are left out, those that run are told to stop; an automation stops at its step. */

import type { RunSubject } from '../runs/subject.ts';
import { keyOfSubject } from '../runs/subject.ts';
import type { Command } from './index.ts';

export const cancelRun: Command = {
  id: 'opswright.cancelRun',
  deed: 'cancel the run',
  /** True once the service has taken it. */
  async run({ connections, runs }, subject: RunSubject) {
    const { connection, kind, id } = keyOfSubject(subject);
    const { ssm } = await connections.clients(connection);
    if (kind === 'command') await ssm.cancelCommand({ CommandId: id });
    else await ssm.stopAutomationExecution({ AutomationExecutionId: id, Type: 'Cancel' });
    runs.store.hurry({ connection, kind, id });
    return true;
  },
};
