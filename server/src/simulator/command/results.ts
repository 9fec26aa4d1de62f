/** What the end of a step means: for its own status, and for the steps behind it. */

import { type JsonMap, member, textOfValue } from '../json.ts';
import { combined, cutStream } from './output.ts';
import type { Platform } from './precondition.ts';
import type { CommandState, NodeAnswer, StepResult, StepStatus } from './state.ts';

/** The exit code with which a script asks for a reboot. */
export function rebootCode(platform: Platform): number {
  return platform === 'Windows' ? 3010 : 194;
}

/** Ends a step that does not run, or cannot. */
export function skip(result: StepResult, status: StepStatus, code: number, reason: string): void {
  Object.assign(result, {
    status,
    code,
    output: reason,
    ...(status === 'Failed' ? { stderr: reason } : { stdout: reason }),
  });
}

/** Takes over how a step ended on the node. */
export function settle(state: CommandState, result: StepResult, answer: NodeAnswer, inputs: JsonMap): void {
  if (answer.type === 'value') return;
  result.stdout += answer.stdout ?? '';
  result.stderr += answer.stderr ?? '';
  if (answer.type !== 'exit') {
    result.code = state.target.platform === 'Windows' ? -1 : 137;
    result.status = answer.type === 'timeout' ? 'TimedOut' : 'Cancelled';
    if (answer.type === 'cancel') state.exit ??= 'The command was cancelled.';
  } else {
    result.code = answer.code;
    result.status =
      answer.code === 0 || answer.code === 168 || answer.code === rebootCode(state.target.platform)
        ? 'Success'
        : 'Failed';
    steer(state, result, inputs);
  }
  result.stdout = cutStream(result.stdout);
  result.stderr = cutStream(result.stderr);
  result.output = combined(result.stdout, result.stderr);
}

/** What a step says about the steps behind it: by its exit code, and by inputs. */
function steer(state: CommandState, result: StepResult, inputs: JsonMap): void {
  if (result.code === 168 || result.code === 169) {
    state.exit = `Step exited with code ${result.code}. Therefore, marking step as ${result.status}. Further document steps will be skipped.`;
    say(result, state.exit);
    return;
  }
  const failed = result.status === 'Failed';
  const policy = textOfValue(member(inputs, failed ? 'onFailure' : 'onSuccess'));
  if (policy === 'successAndExit' && failed) {
    result.status = 'Success';
    result.code = 168;
  } else if (policy !== 'exit') return;
  state.exit = `Step was found to have ${failed ? 'onFailure' : 'onSuccess'} property. Further document steps will be skipped.`;
  say(result, state.exit);
}

/** The agent adds its own words to what the step printed. */
function say(result: StepResult, sentence: string): void {
  result.stdout = result.stdout === '' ? sentence : `${result.stdout}\n${sentence}`;
}

/** The status of the whole document. */
export function overall(steps: readonly StepResult[]): StepStatus {
  for (const status of ['Failed', 'TimedOut', 'Cancelled'] as const)
    if (steps.some((step) => step.status === status)) return status;
  return 'Success';
}
