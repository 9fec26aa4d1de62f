/** Actions that call any API: `aws:executeAwsApi`, and the two that look at a property of the answer. */

import { badInput, badResult } from '../failures.ts';
import { type Json, type JsonMap, member, pythonText, textOfValue, textsOf } from '../json.ts';
import { evaluate } from '../selector.ts';
import { type Action, type Call, callApi, poll, required } from './action.ts';

const own = new Set(['Service', 'Api', 'PropertySelector', 'DesiredValues']);

export const executeAwsApi: Action = function* ({ inputs }) {
  const [service, operation, request] = target(inputs);
  return { response: yield* callApi(service, operation, request) };
};

export const assertAwsResourceProperty: Action = function* (call) {
  const [service, operation, request] = target(call.inputs);
  const response = yield* callApi(service, operation, request);
  const found = selected(call.inputs, response);
  if (!isDesired(found, call))
    throw badResult(
      `Property value from the API output is not in the desired values. Property value: ${shown(found)}. Desired values: [${desired(call.inputs).join(', ')}]`,
    );
  return { response };
};

export const waitForAwsResourceProperty: Action = function* (call) {
  const [service, operation, request] = target(call.inputs);
  const response = yield* poll(
    call,
    () => callApi(service, operation, request),
    (answer) => (isDesired(selected(call.inputs, answer), call) ? answer : undefined),
  );
  return { response };
};

function target(inputs: JsonMap): [service: string, operation: string, request: JsonMap] {
  const request = Object.fromEntries(Object.entries(inputs).filter(([key]) => !own.has(key)));
  return [required(inputs, 'Service'), required(inputs, 'Api'), request];
}

function selected(inputs: JsonMap, response: Json): Json | undefined {
  const text = required(inputs, 'PropertySelector');
  const { value, faults } = evaluate(text, response);
  const [fault] = faults;
  if (fault !== undefined) throw badInput(`The PropertySelector "${text}" cannot be read: ${fault}`);
  return value;
}

function desired(inputs: JsonMap): string[] {
  return textsOf(member(inputs, 'DesiredValues'));
}

/** Values are compared as the text that Python makes of them: `True`, not `true`; either is taken. */
function isDesired(found: Json | undefined, { inputs, options, note }: Call): boolean {
  if (found === undefined) return false;
  const wanted = desired(inputs);
  const matches = (value: Json): boolean => wanted.includes(pythonText(value)) || wanted.includes(textOfValue(value));
  if (!Array.isArray(found)) return matches(found);
  if (found.length > 1) note('severalDesired');
  return options.severalDesired === 'all' ? found.length > 0 && found.every(matches) : found.some(matches);
}

function shown(value: Json | undefined): string {
  return value === undefined ? 'none' : Array.isArray(value) ? value.map(pythonText).join(', ') : pythonText(value);
}
