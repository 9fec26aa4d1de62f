/** What a target gets of an event: all of it, a part, a text of its own, or a template filled from the event. */

import type { Target } from '@aws-sdk/client-eventbridge';
import type { Json, JsonMap } from '../../simulator/index.ts';
import { member, textOfValue } from '../../simulator/json.ts';

/** The input as text, JSON as a rule. */
export function inputOf(target: Target, event: JsonMap, rule: { name: string; arn: string }): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(at(event, target.InputPath) ?? null);
  const transformer = target.InputTransformer;
  if (transformer === undefined) return JSON.stringify(event);
  const paths = transformer.InputPathsMap ?? {};
  const values: Record<string, Json | undefined> = {
    ...Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, at(event, path)])),
    'aws.events.rule-name': rule.name,
    'aws.events.rule-arn': rule.arn,
    'aws.events.event.ingestion-time': event.time ?? '',
    'aws.events.event.json': event,
    'aws.events.event': event,
  };
  return fill(transformer.InputTemplate ?? '', values);
}

/** A variable inside a text stands for its text; outside of one, for its JSON. */
function fill(template: string, values: Readonly<Record<string, Json | undefined>>): string {
  let quoted = false;
  return template.replace(/\\.|"|<([\w.-]+)>/g, (whole, name: string | undefined) => {
    if (whole === '"') quoted = !quoted;
    if (name === undefined || !Object.hasOwn(values, name)) return whole;
    const value = values[name];
    if (!quoted) return JSON.stringify(value ?? '');
    return JSON.stringify(textOfValue(value)).slice(1, -1);
  });
}

/** The paths of targets name members and items only: `$.detail.list[0]`. */
function at(event: Json, path: string): Json | undefined {
  let value: Json | undefined = event;
  for (const [, name, quotedName, index] of path.slice(1).matchAll(/\.([\w-]+)|\['([^']*)'\]|\[(\d+)\]/g))
    value =
      index === undefined
        ? member(value, name ?? quotedName ?? '')
        : Array.isArray(value)
          ? value[Number(index)]
          : undefined;
  return value;
}
