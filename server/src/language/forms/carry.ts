/**
 * What goes with a resource from one template to another: the parameters and conditions it needs.
 *
 * Only what both CloudFormation and conformance packs take goes along, so that a resource means the same in both.
 */

import type { Data, Refusal } from '../refactor/data.ts';
import { dataCall, type Scope, textIn } from './functions.ts';

/** The functions that conformance packs are known to take. */
const packFunctions = new Set(['Ref', 'Fn::If', 'Fn::Equals', 'Fn::Not']);
/** What the parameters of packs have. */
const parameterKeys = new Set([
  'Type',
  'Default',
  'Description',
  'AllowedValues',
  'AllowedPattern',
  'ConstraintDescription',
]);

export interface Carried {
  parameters: Map<string, Data>;
  conditions: Map<string, Data>;
}

/**
 * The parameters and conditions that some resources need, to go with them to another template.
 * @param along logical ids of what goes along: nothing else can be referred to there.
 */
export function carried(
  resources: Data,
  conditions: readonly string[],
  scope: Scope,
  along: ReadonlySet<string>,
): Carried | Refusal {
  const needed: Carried = { parameters: new Map(), conditions: new Map() };
  let refusal: Refusal | undefined;
  const refuse = (refused: string): void => {
    refusal ??= { refused };
  };

  const walk = (data: Data): void => {
    if (refusal !== undefined) return;
    const call = dataCall(data);
    if (call === undefined) {
      for (const each of Array.isArray(data) ? data : data instanceof Map ? data.values() : []) walk(each);
      return;
    }
    const { name, argument } = call;
    if (!packFunctions.has(name)) refuse(`Conformance packs are not known to take "${name}"`);
    else if (name === 'Ref') parameter(textIn(argument) ?? '');
    else if (Array.isArray(argument)) {
      const [first, ...others] = argument;
      if (name === 'Fn::If') condition(textIn(first) ?? '');
      else if (first !== undefined) walk(first);
      for (const each of others) walk(each);
    }
  };

  const parameter = (name: string): void => {
    if (name === 'AWS::NoValue' || along.has(name) || needed.parameters.has(name)) return;
    const found = scope.parameters.get(name);
    const reason = found === undefined ? `"${name}" is not declared among the parameters` : whyNotShared(name, found);
    if (reason !== undefined) refuse(reason);
    else if (found !== undefined) needed.parameters.set(name, found);
  };

  const condition = (name: string): void => {
    if (needed.conditions.has(name)) return;
    const found = scope.conditions.get(name);
    if (found === undefined) refuse(`The condition "${name}" is not declared`);
    else {
      needed.conditions.set(name, found);
      walk(found);
    }
  };

  walk(resources);
  conditions.forEach(condition);
  return refusal ?? needed;
}

function whyNotShared(name: string, parameter: Data): string | undefined {
  if (!(parameter instanceof Map)) return `The parameter "${name}" cannot be read`;
  const type = textIn(parameter.get('Type')) ?? '';
  if (type !== 'String')
    return `The parameter "${name}" is of the type "${type}"; templates and packs share String alone`;
  const odd = [...parameter.keys()].find((key) => !parameterKeys.has(key));
  return odd === undefined ? undefined : `Conformance packs have no place for "${odd}" of the parameter "${name}"`;
}
