/** Actions that hand work to somebody else: a script, a function, a webhook, a Command document, another runbook. */

import type { Answer, Effect } from '../effects.ts';
import { actionFailed, badInput } from '../failures.ts';
import { isMap, type Json, type JsonMap, member, textOfValue } from '../json.ts';
import { type Action, callApi, pick, required } from './action.ts';

export const executeScript: Action = function* ({ inputs }) {
  const [handler, script, attachment] = ['Handler', 'Script', 'Attachment'].map((key) =>
    textOfValue(member(inputs, key)),
  );
  if (!script && !attachment) throw badInput('There is neither a Script nor an Attachment');
  const value = yield* answerTo({
    kind: 'script',
    runtime: required(inputs, 'Runtime'),
    payload: member(inputs, 'InputPayload') ?? {},
    ...(handler && { handler }),
    ...(script && { script }),
    ...(attachment && { attachment }),
  });
  return {
    response: { Payload: value },
    outputs: { Payload: value, OutputPayload: JSON.stringify({ Payload: value }) },
  };
};

export const invokeLambdaFunction: Action = function* ({ inputs }) {
  const request: JsonMap = {
    FunctionName: required(inputs, 'FunctionName'),
    ...pick(inputs, ['Qualifier', 'InvocationType', 'LogType', 'ClientContext']),
  };
  const payload = member(inputs, 'InputPayload') ?? member(inputs, 'Payload');
  if (payload !== undefined) request.Payload = payload;
  const response = yield* callApi('lambda', 'Invoke', request);
  const error = textOfValue(member(response, 'FunctionError'));
  if (error !== '') throw actionFailed(`The function answered with an error: ${error}`);
  return { response, outputs: given(response, ['StatusCode', 'FunctionError', 'LogResult', 'Payload']) };
};

export const invokeWebhook: Action = function* ({ inputs }) {
  const body = textOfValue(member(inputs, 'Body'));
  const response = yield* answerTo({
    kind: 'webhook',
    integration: required(inputs, 'IntegrationName'),
    ...(body !== '' && { body }),
  });
  return { response, outputs: given(response, ['Response', 'ResponseCode']) };
};

export const runCommand: Action = function* ({ inputs }) {
  required(inputs, 'DocumentName');
  const response = yield* answerTo({ kind: 'command', request: inputs });
  const status = textOfValue(member(response, 'Status'));
  const outputs = given(response, ['CommandId', 'Status', 'ResponseCode', 'Output']);
  if (status !== '' && status !== 'Success')
    throw actionFailed(`The command ended as ${status}. ${textOfValue(outputs.Output)}`.trim(), undefined, outputs);
  return { response, outputs };
};

export const executeAutomation: Action = function* ({ inputs }) {
  required(inputs, 'DocumentName');
  const response = yield* answerTo({ kind: 'automation', request: inputs });
  const status = textOfValue(member(response, 'Status'));
  // A run in several accounts or Regions hands nothing back.
  const names = inputs.TargetLocations === undefined ? ['ExecutionId', 'Status', 'Output'] : ['ExecutionId', 'Status'];
  const outputs = given(response, names);
  if (status !== '' && status !== 'Success')
    throw actionFailed(`The automation ${textOfValue(outputs.ExecutionId)} ended as ${status}`, undefined, outputs);
  return { response, outputs };
};

/** An action that is not known: what it does and gives is the driver's to say. */
export const unknownAction = (action: string): Action =>
  function* ({ inputs }) {
    const response = yield* answerTo({ kind: 'action', action, inputs });
    return { response, ...(isMap(response) && { outputs: response }) };
  };

function* answerTo(effect: Effect): Generator<Effect, Json, Answer> {
  const answer = yield effect;
  if (answer.type === 'error') throw actionFailed(answer.message, answer.code);
  return answer.type === 'value' ? answer.value : {};
}

/** The outputs that a response has under their own names. */
function given(response: Json, names: readonly string[]): JsonMap {
  return isMap(response) ? pick(response, names) : {};
}
