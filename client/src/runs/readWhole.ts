/** A run with all its details, read in one go: the nodes of a command, the steps of an automation. Free of `vscode`. */

import { isFinal } from './phase.ts';
import { automationWithSteps, commandsById, invocationsOf, type Meter, type RunReads } from './readRuns.ts';
import { type AutomationRun, automationRun, type CommandRun, commandRun, type Run, type RunKey } from './run.ts';

/** Undefined for one that the service does not know any more. Rejects with what the service says. */
export function readWhole(ssm: RunReads, key: RunKey, meter: Meter): Promise<Run | undefined> {
  return key.kind === 'automation' ? readAutomation(ssm, key, meter) : readCommand(ssm, key, meter);
}

export async function readAutomation(ssm: RunReads, key: RunKey, meter: Meter): Promise<AutomationRun | undefined> {
  const parts = await automationWithSteps(ssm, key.id, meter);
  if (!parts) return undefined;
  const { automation, steps, children } = parts;
  const run = automationRun(key.connection, automation);
  return { ...run, key, steps, children, ...(isFinal(run.status) && { whole: true }) };
}

async function readCommand(ssm: RunReads, key: RunKey, meter: Meter): Promise<CommandRun | undefined> {
  const command = (await commandsById(ssm, [key.id], meter)).get(key.id);
  if (!command) return undefined;
  const run = commandRun(key.connection, command);
  return withNodes({ ...run, key }, await invocationsOf(ssm, key.id, { read: [] }, meter));
}

/** A command with its nodes; whole when they have all ended: what was read while it still ran may be old by now. */
export function withNodes(run: CommandRun, invocations: NonNullable<CommandRun['invocations']>): CommandRun {
  const whole = isFinal(run.status) && invocations.every(({ Status }) => isFinal(Status));
  return { ...run, invocations, ...(whole && { whole: true }) };
}
