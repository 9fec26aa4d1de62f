/**
 * What the template of a conformance pack declares once its parameters are filled in: rules and remediations.
 *
 * Functions are evaluated as far as packs use them: Ref, If and conditions, Sub, Join, Select, Split.
 */

import type { ConfigRule, RemediationConfiguration } from '@aws-sdk/client-config-service';
import { parse } from '../../language/index.ts';
import { callOf } from '../../language/syntax/intrinsics.ts';
import { entriesOf, get, itemsOf, type Node, resolve, textOf } from '../../language/syntax/node.ts';
import type { Json, JsonMap } from '../../simulator/index.ts';
import { isMap, plainOf, textOfValue } from '../../simulator/json.ts';

export interface PackContent {
  rules: { logicalId: string; rule: ConfigRule }[];
  remediations: RemediationConfiguration[];
  /** Parameters that have neither a value nor a default. */
  missing: string[];
  /** Types of resources that packs cannot have. */
  foreign: string[];
}

/** What pseudo parameters such as `AWS::Region` stand for. */
export type Pseudo = Readonly<Record<string, string>>;

export function readPack(text: string, given: Readonly<Record<string, string>>, pseudo: Pseudo): PackContent {
  const root = parse(text, { kind: 'conformance-pack' }).parts[0]?.root;
  const parameters: Record<string, Json> = { ...pseudo };
  const missing: string[] = [];
  for (const { key, value } of entriesOf(get(root, 'Parameters'))) {
    const fallback = plainOf(get(value, 'Default'));
    const filled = Object.hasOwn(given, key.text) ? given[key.text] : fallback;
    if (filled === undefined) missing.push(key.text);
    else parameters[key.text] = filled;
  }
  const context: Context = { parameters, conditions: get(root, 'Conditions'), depth: 0 };
  const content: PackContent = { rules: [], remediations: [], missing, foreign: [] };
  for (const { key, value } of entriesOf(get(root, 'Resources'))) {
    const condition = textOf(get(value, 'Condition'));
    if (condition !== undefined && !conditionHolds(condition, context)) continue;
    const properties = filledIn(get(value, 'Properties'), context);
    const type = textOf(get(value, 'Type')) ?? '';
    if (!isMap(properties)) continue;
    if (type === 'AWS::Config::ConfigRule') content.rules.push({ logicalId: key.text, rule: ruleOf(properties) });
    else if (type === 'AWS::Config::RemediationConfiguration') content.remediations.push(remediationOf(properties));
    else content.foreign.push(type);
  }
  return content;
}

/** In a template the parameters of a rule are a map; for the API they are text. */
function ruleOf(properties: JsonMap): ConfigRule {
  const { InputParameters: inputs, ...rest } = properties;
  const texts = isMap(inputs)
    ? JSON.stringify(Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, textOfValue(value)])))
    : inputs;
  return {
    ...rest,
    ...(typeof texts === 'string' && texts !== '{}' && { InputParameters: texts }),
  } as unknown as ConfigRule;
}

function remediationOf(properties: JsonMap): RemediationConfiguration {
  const number = (name: string): Record<string, number> =>
    properties[name] === undefined ? {} : { [name]: Number(properties[name]) };
  return {
    ...properties,
    ...(properties.Automatic !== undefined && { Automatic: String(properties.Automatic) === 'true' }),
    ...number('MaximumAutomaticAttempts'),
    ...number('RetryAttemptSeconds'),
  } as unknown as RemediationConfiguration;
}

interface Context {
  parameters: Readonly<Record<string, Json>>;
  conditions: Node | undefined;
  depth: number;
}

const deepest = 60;

/** A value with its functions evaluated; undefined for `AWS::NoValue`, which takes its key away. */
function filledIn(node: Node | undefined, context: Context): Json | undefined {
  const value = resolve(node);
  if (value === undefined || context.depth > deepest) return undefined;
  const inner = { ...context, depth: context.depth + 1 };
  const call = callOf(value);
  if (call !== undefined) return applied(call.name, call.argument, inner);
  if (value.type === 'scalar') return value.value;
  if (value.type === 'list') return value.items.flatMap((item) => filledIn(item, inner) ?? []);
  return Object.fromEntries(
    value.entries.flatMap(({ key, value: each }): [string, Json][] => {
      const found = filledIn(each, inner);
      return found === undefined ? [] : [[key.text, found]];
    }),
  );
}

/** The argument of a function without the tag that names the function, when one does. */
function plainArgument(argument: Node, context: Context): Json | undefined {
  const value = resolve(argument);
  if (value?.type === 'scalar') return value.text;
  return value?.type === 'list' ? value.items.flatMap((item) => filledIn(item, context) ?? []) : plainOf(value);
}

function applied(name: string, argument: Node, context: Context): Json | undefined {
  if (name === 'Ref') {
    const of = textOfValue(plainArgument(argument, context));
    return of === 'AWS::NoValue' ? undefined : own(context.parameters, of);
  }
  if (name === 'If') {
    const [condition, yes, no] = itemsOf(argument);
    return filledIn(conditionHolds(textOf(condition) ?? '', context) ? yes : no, context);
  }
  if (name === 'Sub') return substituted(argument, context);
  const values = plainArgument(argument, context);
  if (!Array.isArray(values)) return undefined;
  const [first, second] = values;
  if (name === 'Join') return Array.isArray(second) ? second.map(textOfValue).join(textOfValue(first)) : undefined;
  if (name === 'Split') return textOfValue(second).split(textOfValue(first));
  return name === 'Select' && Array.isArray(second) ? second[Number(first)] : undefined;
}

function own<T>(map: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}

function substituted(argument: Node, context: Context): string {
  const value = resolve(argument);
  const [text, more] = value?.type === 'list' ? value.items : [value, undefined];
  const extra = filledIn(more, context);
  const values = { ...context.parameters, ...(isMap(extra) && extra) };
  const template = resolve(text);
  return (template?.type === 'scalar' ? template.text : '').replace(/\$\{(!?)([^}]+)\}/g, (whole, literal, name) =>
    literal === '!' ? `\${${name}}` : Object.hasOwn(values, name) ? textOfValue(values[name]) : whole,
  );
}

function conditionHolds(name: string, context: Context): boolean {
  return context.depth <= deepest && tested(get(context.conditions, name), { ...context, depth: context.depth + 1 });
}

function tested(node: Node | undefined, context: Context): boolean {
  const call = callOf(resolve(node));
  if (call === undefined || context.depth > deepest) return false;
  const inner = { ...context, depth: context.depth + 1 };
  const parts = itemsOf(call.argument);
  switch (call.name) {
    case 'Equals': {
      const [left, right] = parts.map((part) => textOfValue(filledIn(part, inner)));
      return left === right;
    }
    case 'Not':
      return !tested(parts[0], inner);
    case 'And':
      return parts.every((part) => tested(part, inner));
    case 'Or':
      return parts.some((part) => tested(part, inner));
    default:
      return call.name === 'Condition' && conditionHolds(textOf(call.argument) ?? '', inner);
  }
}
