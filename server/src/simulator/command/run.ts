/**
 * Runs a Command document on one node, as the agent does: step by step, without stopping at a failure unless a step says so.
 *
 * Like the engine of runbooks it does nothing itself: it yields what a node has to do and is resumed with how that ended.
 * Sources: amazon-ssm-agent (framework/runpluginutil, contracts/aggregator), user guide (exit codes, reboots).
 */

import { pluginNamed } from '../../language/catalogue.ts';
import { type Json, type JsonMap, member, textOfValue, textsOf } from '../json.ts';
import { isSet, operationOf } from './precondition.ts';
import type { CommandProgram, CommandStep } from './program.ts';
import { overall, rebootCode, settle, skip } from './results.ts';
import type { CommandEvent, CommandState, NodeAnswer, NodeEffect, StepResult } from './state.ts';
import { type Filling, substitute } from './substitute.ts';

/** The state before the first step. */
export function startCommand(
  program: CommandProgram,
  begun: Pick<CommandState, 'now' | 'target' | 'commandId' | 'parameters'>,
): CommandState {
  const steps = program.steps.map(
    ({ name, plugin }): StepResult => ({
      name,
      plugin,
      status: 'Pending',
      code: 0,
      stdout: '',
      stderr: '',
      output: '',
    }),
  );
  return { status: 'InProgress', at: 0, reboots: 0, steps, ...begun };
}

/** More reboots than any installation needs; the agent gives up as well. */
const mostReboots = 10;

/** Goes on until the document has ended on the node. The state is changed in place. */
export function* runCommandDocument(
  program: CommandProgram,
  state: CommandState,
): Generator<CommandEvent, CommandState, NodeAnswer | undefined> {
  for (; state.at < program.steps.length; state.at++, state.reboots = 0) {
    const step = program.steps[state.at];
    const result = state.steps[state.at];
    if (step === undefined || result === undefined) break;
    yield { type: 'step', step, result };
    yield* runStep(program, state, step, result);
    result.ended = state.now;
    yield { type: 'ended', step, result };
  }
  state.status = overall(state.steps);
  return state;
}

function* runStep(
  program: CommandProgram,
  state: CommandState,
  step: CommandStep,
  result: StepResult,
): Generator<CommandEvent, void, NodeAnswer | undefined> {
  const shell = pluginNamed(step.plugin)?.script;
  const filling: Filling = { program, parameters: state.parameters, shell };
  const last = state.at === program.steps.length - 1;
  result.started ??= state.now;
  if (state.exit !== undefined && !(last && isSet(step.inputs, 'finallyStep')))
    return skip(result, 'Skipped', 0, `Step execution skipped due to prior step with an exit condition. ${state.exit}`);
  const operation = operationOf(step, state.target.platform, program.schemaVersion, filling);
  if (!operation.run) return skip(result, operation.status, operation.status === 'Failed' ? 1 : 0, operation.reason);
  result.status = 'InProgress';
  const filled = yield* readStore(state, step, substitute(step.inputs, filling) as JsonMap);
  if (typeof filled === 'string') return skip(result, 'Failed', 1, filled);
  const effect = effectOf(program, state, step, filled, shell);
  for (;;) {
    const answer = (yield { type: 'effect', step, effect }) ?? { type: 'exit', code: 0 };
    passTime(state, answer);
    settle(state, result, answer, filled);
    const reboot = answer.type === 'exit' && answer.code === rebootCode(state.target.platform);
    if (!reboot) return;
    if (++state.reboots > mostReboots) return skip(result, 'Failed', 1, `The node was rebooted ${mostReboots} times`);
    result.status = 'InProgress';
    passTime(state, yield { type: 'effect', step, effect: { kind: 'reboot' } });
  }
}

const storeReference = /\{\{\s*(ssm|ssm-secure):([\w./-]+(?::\d+)?)\s*\}\}/g;

/** Reads what inputs name of Parameter Store; a sentence when one cannot be read. */
function* readStore(
  state: CommandState,
  step: CommandStep,
  inputs: JsonMap,
): Generator<CommandEvent, JsonMap | string, NodeAnswer | undefined> {
  const text = JSON.stringify(inputs);
  if (!text.includes('{{')) return inputs;
  const values = new Map<string, string>();
  for (const [written, space, name = ''] of text.matchAll(storeReference)) {
    if (values.has(written)) continue;
    const answer = yield { type: 'effect', step, effect: { kind: 'parameter', name, secure: space === 'ssm-secure' } };
    passTime(state, answer);
    if (answer?.type !== 'value') return `Parameter ${name} cannot be read from Parameter Store`;
    values.set(written, answer.value);
  }
  const fill = (value: Json): Json => {
    if (typeof value === 'string') return value.replace(storeReference, (written) => values.get(written) ?? written);
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner)]));
  };
  return fill(inputs) as JsonMap;
}

function effectOf(
  program: CommandProgram,
  { target, commandId, parameters }: CommandState,
  { plugin }: CommandStep,
  inputs: JsonMap,
  shell: 'shell' | 'powershell' | undefined,
): NodeEffect {
  const seconds = secondsOf(member(inputs, 'timeoutSeconds'));
  if (shell === undefined) return { kind: 'plugin', plugin, inputs, seconds };
  const environment: Record<string, string> = {
    AWS_SSM_INSTANCE_ID: target.instanceId,
    AWS_SSM_REGION_NAME: target.region,
    AWS_SSM_PLATFORM_NAME: target.platformName,
    AWS_SSM_PLATFORM_VERSION: target.platformVersion,
    SSM_COMMAND_ID: commandId,
  };
  for (const { name, environment: wanted } of program.parameters.values())
    if (wanted && Object.hasOwn(parameters, name)) environment[`SSM_${name}`] = textOfValue(parameters[name]);
  const directory = textOfValue(member(inputs, 'workingDirectory'));
  return {
    kind: 'script',
    shell,
    script: textsOf(member(inputs, 'runCommand')).join('\n'),
    environment,
    ...(directory !== '' && { directory }),
    seconds,
  };
}

/** The agent takes 5 seconds to two days, and an hour for anything else. */
function secondsOf(value: Json | undefined): number {
  const seconds = Math.trunc(Number(textOfValue(value)));
  return seconds >= 5 && seconds <= 172_800 ? seconds : 3600;
}

function passTime(state: CommandState, answer: NodeAnswer | undefined): void {
  if (answer?.at !== undefined && answer.at > state.now) state.now = answer.at;
}
