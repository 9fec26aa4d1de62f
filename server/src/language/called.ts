/** What a document shows to those that call or run it: its kind and its parameters. */

import { numberOf, patternOf } from './declared.ts';
import type { Part } from './document.ts';
import { type Declaration, stepsView } from './kinds/steps.ts';
import type { CalledDocument, CalledParameter } from './lookups.ts';
import { serviceValues } from './run/values.ts';
import { get, itemsOf, textOf } from './syntax/node.ts';
import { namedType } from './types.ts';

/** The call signature of a parsed document; undefined for a kind that cannot be called. */
export function calledDocumentOf({ root, kind }: Part): CalledDocument | undefined {
  if (kind !== 'automation' && kind !== 'command') return undefined;
  const parameters = stepsView(root).parameters.map((each): [string, CalledParameter] => [
    each.name,
    parameterOf(each),
  ]);
  const description = textOf(get(root, 'description'));
  return { kind, parameters: Object.fromEntries(parameters), published: false, ...(description && { description }) };
}

function parameterOf(declaration: Declaration): CalledParameter {
  const { type = 'String', entry } = declaration;
  const fallback = get(entry.value, 'default');
  const parameter: CalledParameter = { type, required: fallback === undefined };
  const allowed = itemsOf(get(entry.value, 'allowedValues')).flatMap((value) => textOf(value) ?? []);
  if (allowed.length > 0) parameter.allowed = allowed;
  const description = textOf(get(entry.value, 'description'));
  if (description) parameter.description = description;
  const values = fallback === undefined ? undefined : serviceValues(fallback);
  if (values !== undefined) parameter.default = values;
  const declared = { declaration, type: namedType(type), value: undefined };
  const pattern = patternOf(declared)?.node.text;
  if (pattern !== undefined) parameter.pattern = pattern;
  for (const limit of ['minChars', 'maxChars', 'minItems', 'maxItems'] as const) {
    const number = numberOf(declared, limit);
    if (number !== undefined) parameter[limit] = number;
  }
  return parameter;
}
