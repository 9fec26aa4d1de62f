/** Values for the parameters of a rule: JSON as text for the API, a map in templates. */

import { type Data, dataOf, isRefusal, type Refusal } from '../refactor/data.ts';
import { readText } from '../syntax/index.ts';
import { dataCall, textIn } from './functions.ts';
import type { ConfigForm } from './subject.ts';

/** A rule with its `InputParameters` as the target has them. */
export function withInputs(rule: Map<string, Data>, to: ConfigForm): Map<string, Data> | Refusal {
  const result = new Map<string, Data>();
  for (const [key, value] of rule) {
    const changed = changedTo(to, key, value);
    if (typeof changed === 'object' && changed !== null && isRefusal(changed)) return changed;
    result.set(key, changed);
  }
  return result;
}

function changedTo(to: ConfigForm, key: string, value: Data): Data | Refusal {
  // The members of an organization rule stand one level deeper, and are text in templates too.
  if (key.startsWith('Organization') && value instanceof Map) return withInputs(value, 'api');
  // A function that works out the whole goes along as it is.
  if (key !== 'InputParameters' || dataCall(value) !== undefined) return value;
  const map = typeof value === 'string' ? parsed(value) : value;
  if (!(map instanceof Map)) return { refused: 'The InputParameters cannot be read' };
  for (const [name, each] of map)
    if (textIn(each) === undefined && dataCall(each) === undefined)
      return { refused: `The value of "${name}" in the InputParameters is no text` };
  if (to !== 'api') return map;
  const entries = [...map].map(([name, each]) => `${JSON.stringify(name)}:${JSON.stringify(textIn(each) ?? '')}`);
  return `{${entries.join(',')}}`;
}

function parsed(text: string): Data | undefined {
  const { roots, faults } = readText(text, 'json');
  const [root] = roots;
  if (root === undefined || faults.length > 0) return undefined;
  const read = dataOf(root);
  return isRefusal(read) ? undefined : read.data;
}
