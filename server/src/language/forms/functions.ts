/**
 * The functions of a template in data: what they are, and their values as far as the template alone decides about them,
 * with the default of each parameter.
 *
 * `Ref`, `Fn::If` and conditions are worked out, as the packs that AWS publishes use them to leave out what has an empty
 * default. Anything else depends on the account, so it has no value here.
 */

import type { ConfigRule } from '../kinds/configRule.ts';
import type { TemplateView } from '../kinds/template.ts';
import { type Data, dataOf, isRefusal, type Refusal } from '../refactor/data.ts';
import { type Entry, entryOf } from '../syntax/node.ts';

/** A function in data: `Ref`, `Condition`, `Fn::…`. */
export interface DataCall {
  name: string;
  argument: Data;
}

/** The function that a value is; undefined for a plain one. */
export function dataCall(data: Data): DataCall | undefined {
  if (!(data instanceof Map) || data.size !== 1) return undefined;
  const [[name, argument] = ['', null]] = data;
  return name === 'Ref' || name === 'Condition' || name.startsWith('Fn::') ? { name, argument } : undefined;
}

/** A template as data, for what its functions refer to. */
export interface Scope {
  parameters: ReadonlyMap<string, Data>;
  conditions: ReadonlyMap<string, Data>;
  /** What a reference to a rule gives: its name, by its logical id. */
  names: ReadonlyMap<string, Data>;
}

/** The scope of a template; what cannot be read is left out, as if it were not declared. */
export function scopeOf(template: TemplateView | undefined, rules: readonly ConfigRule[]): Scope {
  const names = rules.flatMap(({ resource, node }) => {
    const name = entryOf(node, 'ConfigRuleName');
    return resource === undefined || name === undefined ? [] : [[resource.name, name] as const];
  });
  return {
    parameters: dataByName(template?.parameters ?? []),
    conditions: dataByName(template?.conditions ?? []),
    names: dataByName(names),
  };
}

function dataByName(entries: Iterable<readonly [string, Entry]>): Map<string, Data> {
  const read = new Map<string, Data>();
  for (const [name, { value }] of entries) {
    const data = dataOf(value, true);
    if (!isRefusal(data)) read.set(name, data.data);
  }
  return read;
}

export interface Settled {
  data: Data;
  /** The parameters whose defaults were put in or decided, in the order of their use. */
  parameters: string[];
}

/** Data without functions, or why that cannot be told before a deployment. */
export function settled(root: Data, scope: Scope): Settled | Refusal {
  let refusal: Refusal | undefined;
  const used = new Set<string>();
  const open = new Set<string>();
  const refuse = (refused: string): undefined => {
    refusal ??= { refused };
    return undefined;
  };

  /** Undefined for `AWS::NoValue`, and after a refusal. */
  const visit = (data: Data): Data | undefined => {
    if (refusal !== undefined) return undefined;
    const call = dataCall(data);
    if (call !== undefined) return worked(call);
    if (Array.isArray(data)) return data.flatMap((item) => visit(item) ?? []);
    if (!(data instanceof Map)) return data;
    const entries = [...data].map(([key, value]) => [key, visit(value)] as const);
    return new Map(entries.filter((entry): entry is [string, Data] => entry[1] !== undefined));
  };

  const worked = ({ name, argument }: DataCall): Data | undefined => {
    if (name === 'Ref') return referred(textIn(argument) ?? '', false);
    if (name !== 'Fn::If')
      return refuse(
        `${name === 'Condition' ? 'A condition' : `"${name}"`} is worked out when the template is deployed`,
      );
    const [condition, then, otherwise] = Array.isArray(argument) ? argument : [];
    if (condition === undefined || then === undefined || otherwise === undefined)
      return refuse('"Fn::If" needs a condition and two values');
    const value = visit(named(textIn(condition) ?? '') ? then : otherwise);
    // Nobody has given the parameter yet; a request without the value would be another rule.
    if (value === undefined) refuse(`With the defaults, the condition "${textIn(condition) ?? ''}" leaves a value out`);
    return value;
  };

  const referred = (name: string, mayBeEmpty: boolean): Data | undefined => {
    if (name === 'AWS::NoValue') return undefined;
    const resource = scope.names.get(name);
    if (resource !== undefined) return visit(resource);
    const parameter = scope.parameters.get(name);
    if (parameter === undefined) return refuse(`"${name}" is known only when the template is deployed`);
    const fallback = parameter instanceof Map ? parameter.get('Default') : undefined;
    const type = parameter instanceof Map ? textIn(parameter.get('Type')) : undefined;
    if (fallback === undefined || fallback === null || (fallback === '' && !mayBeEmpty))
      return refuse(`The parameter "${name}" has no default`);
    if (type?.startsWith('AWS::SSM::')) return refuse(`The parameter "${name}" is read from Parameter Store`);
    const text = textIn(fallback);
    if (text === undefined) return refuse(`The default of the parameter "${name}" is no text`);
    used.add(name);
    return type !== undefined && /List/.test(type) ? text.split(',').map((each) => each.trim()) : text;
  };

  const named = (name: string): boolean => {
    const condition = scope.conditions.get(name);
    if (condition === undefined || open.has(name)) {
      refuse(`The condition "${name}" cannot be worked out`);
      return false;
    }
    open.add(name);
    const holds = decided(condition);
    open.delete(name);
    return holds;
  };

  const decided = (data: Data): boolean => {
    const { name = '', argument = null } = dataCall(data) ?? {};
    const operands = Array.isArray(argument) ? argument : [argument];
    if (name === 'Condition') return named(textIn(argument) ?? '');
    if (name === 'Fn::Not') return operands.every((each) => !decided(each));
    if (name === 'Fn::And') return operands.every(decided);
    if (name === 'Fn::Or') return operands.some(decided);
    if (name === 'Fn::Equals' && operands.length === 2) {
      const [one, other] = operands.map(compared);
      return one === other;
    }
    refuse('A condition uses more than parameters');
    return false;
  };

  const compared = (data: Data): string | undefined => {
    const call = dataCall(data);
    const value = call?.name === 'Ref' ? referred(textIn(call.argument) ?? '', true) : visit(data);
    return value === undefined ? undefined : (textIn(value) ?? refuse('A condition compares more than texts'));
  };

  const data = visit(root);
  return refusal ?? { data: data ?? null, parameters: [...used] };
}

/** True when a condition of the template holds with the defaults, and which parameters decide that. */
export function conditionHolds(name: string, scope: Scope): { holds: boolean; parameters: string[] } | Refusal {
  const [yes, no]: Data[] = ['yes', 'no'];
  const found = settled(new Map([['Fn::If', [name, yes ?? null, no ?? null]]]), scope);
  return isRefusal(found) ? found : { holds: found.data === yes, parameters: found.parameters };
}

/** What is written as one word: a text, number or Boolean. */
export function textIn(data: Data | undefined): string | undefined {
  if (typeof data === 'string') return data;
  if (typeof data === 'boolean') return String(data);
  return data !== undefined && data !== null && !Array.isArray(data) && !(data instanceof Map)
    ? data.digits
    : undefined;
}
