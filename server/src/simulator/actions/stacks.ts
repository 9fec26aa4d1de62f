/** Actions that start something in another service and follow it to its end: CloudFormation stacks and state machines. */

import { actionFailed } from '../failures.ts';
import { isMap, type Json, type JsonMap, member, textOfValue } from '../json.ts';
import { evaluate } from '../selector.ts';
import { type Action, callApi, pick, poll, required } from './action.ts';

export const createStack: Action = function* (call) {
  const { inputs } = call;
  required(inputs, 'StackName');
  const response = yield* callApi('cloudformation', 'CreateStack', inputs);
  const StackId = textOfValue(member(response, 'StackId'));
  const stack = yield* poll(
    call,
    () => callApi('cloudformation', 'DescribeStacks', { StackName: StackId || required(inputs, 'StackName') }),
    (answer) => {
      const found = evaluate('$.Stacks[0]', answer).value;
      const status = textOfValue(member(found, 'StackStatus'));
      if (/FAILED|ROLLBACK|DELETE/.test(status))
        throw actionFailed(`The stack is ${status}: ${textOfValue(member(found, 'StackStatusReason'))}`);
      return status === 'CREATE_COMPLETE' && isMap(found) ? found : undefined;
    },
  );
  return {
    response,
    outputs: {
      StackId,
      StackStatus: textOfValue(member(stack, 'StackStatus')),
      StackStatusReason: textOfValue(member(stack, 'StackStatusReason')),
    },
  };
};

export const deleteStack: Action = function* (call) {
  const { inputs } = call;
  const StackName = required(inputs, 'StackName');
  const request = { StackName, ...pick(inputs, ['ClientRequestToken', 'RoleARN', 'RetainResources']) };
  const response = yield* callApi('cloudformation', 'DeleteStack', request);
  for (;;) {
    const answer = yield {
      kind: 'api',
      service: 'cloudformation',
      operation: 'DescribeStacks',
      request: { StackName },
    };
    // A stack that is gone cannot be described: that is the end wanted.
    if (answer.type === 'error') return { response };
    const found = answer.type === 'value' ? evaluate('$.Stacks[0].StackStatus', answer.value).value : undefined;
    const status = textOfValue(found);
    if (status === '' || status === 'DELETE_COMPLETE') return { response };
    if (/FAILED/.test(status)) throw actionFailed(`The stack is ${status}`);
    yield { kind: 'sleep', until: call.now() + call.options.pollSeconds * 1000, poll: true };
  }
};

export const executeStateMachine: Action = function* (call) {
  const { inputs } = call;
  required(inputs, 'stateMachineArn');
  const started = yield* callApi('stepfunctions', 'StartExecution', pick(inputs, ['stateMachineArn', 'name', 'input']));
  const executionArn = textOfValue(member(started, 'executionArn'));
  const response = yield* poll(
    call,
    () => callApi('stepfunctions', 'DescribeExecution', { executionArn }),
    (answer) => ended(answer),
  );
  return { response, outputs: { executionArn, ...response } };
};

function ended(answer: Json): JsonMap | undefined {
  const status = textOfValue(member(answer, 'status'));
  if (status === 'RUNNING' || !isMap(answer)) return undefined;
  if (/^(?:FAILED|TIMED_OUT|ABORTED)$/.test(status)) throw actionFailed(`The state machine ended as ${status}`);
  return answer;
}
