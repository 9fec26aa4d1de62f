/**
 * What the effects of a run are answered with: calls of APIs by this account where it offers them, else made up from the
 * shape of the model and said so in the step.
 */

import type { Answer, Effect, Program } from '../../simulator/index.ts';
import type { Account } from '../account.ts';
import { callEffect } from '../apiEffect.ts';
import { scriptAnswer } from '../scriptEffect.ts';
import { currentStep, programOfRun, type StoredRun } from './automationRuns.ts';
import { parameterValue } from './parameters.ts';

/** What an effect is answered with at its time; undefined for one that something else will answer. */
export async function answerOf(account: Account, it: StoredRun, effect: Effect): Promise<Answer | undefined> {
  switch (effect.kind) {
    case 'api': {
      const { answer, madeUp } = await callEffect(account, effect, { arn: it.by, userAgent: 'ssm.amazonaws.com' });
      if (madeUp) note(it);
      return answer;
    }
    case 'script': {
      if (account.scripts !== undefined) return account.scripts(effect);
      const step = currentStep(it);
      note(it);
      return scriptAnswer(step === undefined ? [] : declaredOutputs(account, it, step.name));
    }
    case 'parameter': {
      const value = parameterValue(account, effect.name, false);
      return value === undefined
        ? { type: 'error', code: 'ParameterNotFound', message: `Parameter ${effect.name} is not there.` }
        : { type: 'value', value };
    }
    case 'sleep':
      return { type: 'value', value: {} };
    case 'webhook':
      note(it);
      return { type: 'value', value: { Response: 'ok', ResponseCode: 200 } };
    case 'action':
      note(it);
      return { type: 'value', value: {} };
    default:
      return undefined;
  }
}

function note(it: StoredRun): void {
  const step = currentStep(it);
  if (step !== undefined && !it.madeUp.includes(step.id)) it.madeUp.push(step.id);
}

function declaredOutputs(account: Account, it: StoredRun, name: string) {
  const program = programOfRun(account, it);
  const find = (steps: Program['steps']): Program['steps'][number] | undefined => {
    for (const step of steps) {
      const inner = step.name === name ? step : find(step.body);
      if (inner !== undefined) return inner;
    }
    return undefined;
  };
  return find(program.steps)?.outputs ?? [];
}
