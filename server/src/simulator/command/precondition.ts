/**
 * Whether a step runs on a node: its plugin has to be there for the platform, and its precondition has to hold.
 *
 * Source: amazon-ssm-agent, framework/runpluginutil (getStepExecutionOperation).
 */

import { pluginNamed } from '../../language/catalogue.ts';
import { type Json, member, textOfValue } from '../json.ts';
import type { CommandStep } from './program.ts';
import { type Filling, substitute } from './substitute.ts';

export type Platform = 'Linux' | 'Windows' | 'MacOS';

export type Operation = { run: true } | { run: false; status: 'Skipped' | 'Failed'; reason: string };

/** What the agent makes of a step before it runs. */
export function operationOf(step: CommandStep, platform: Platform, schemaVersion: string, filling: Filling): Operation {
  const { plugin, precondition, name } = step;
  const known = pluginNamed(plugin);
  const platforms = known?.agentPlatforms ?? known?.platforms;
  const supported = platforms === undefined || platforms.includes(platform);
  const no = (status: 'Skipped' | 'Failed', reason: string): Operation => ({ run: false, status, reason });
  const unknown = no('Failed', `Plugin with name ${plugin} not found. Step name: ${name}`);
  const unsupported = `Plugin with name ${plugin} is not supported in current platform. Step name: ${name}`;
  if (!schemaVersion.startsWith('2.2')) {
    if (known === undefined) return unknown;
    if (!supported) return no('Failed', unsupported);
    if (precondition !== undefined)
      return no('Failed', `Precondition is not supported for document schema version prior to 2.2. Step name: ${name}`);
    return { run: true };
  }
  const condition = precondition === undefined ? true : holds(precondition, platform, filling);
  if (typeof condition === 'string') return no('Failed', condition);
  if (known === undefined) return condition ? unknown : no('Skipped', unsatisfied(name));
  if (!supported) return no('Skipped', unsupported);
  return condition ? { run: true } : no('Skipped', unsatisfied(name));
}

function unsatisfied(name: string): string {
  return `Step execution skipped due to unsatisfied preconditions. Step name: ${name}`;
}

/** Whether a precondition holds, or why it cannot be read. */
function holds(precondition: { [key: string]: Json }, platform: Platform, filling: Filling): boolean | string {
  for (const [operator, operands] of Object.entries(precondition)) {
    if (operator !== 'StringEquals') return `Unrecognized precondition: ${operator}`;
    if (!Array.isArray(operands) || operands.length !== 2)
      return 'Unrecognized precondition: StringEquals takes two arguments';
    const [left, right] = operands.map(textOfValue) as [string, string];
    const other = left === 'platformType' ? right : right === 'platformType' ? left : undefined;
    if (other !== undefined) {
      if (other.includes('{{')) return 'Unrecognized precondition: platformType cannot be compared with a parameter';
      if (other.toLowerCase() !== platform.toLowerCase()) return false;
      continue;
    }
    if (left === right) return 'Unrecognized precondition: both arguments are the same';
    if (`${left}${right}`.includes('{{ssm')) return 'Unrecognized precondition: Parameter Store cannot be read here';
    if (!left.includes('{{') && !right.includes('{{'))
      return 'Unrecognized precondition: neither argument is a parameter';
    if (textOfValue(substitute(left, filling)) !== textOfValue(substitute(right, filling))) return false;
  }
  return true;
}

/** True for inputs that say so in a word or a Boolean. */
export function isSet(inputs: Json, key: string): boolean {
  return textOfValue(member(inputs, key)).toLowerCase() === 'true';
}
