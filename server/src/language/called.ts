/** What a document shows to those that call it: its kind and its parameters. */

import type { Part } from './document.ts';
import { stepsView } from './kinds/steps.ts';
import type { CalledDocument, CalledParameter } from './lookups.ts';
import { get, itemsOf, textOf } from './syntax/node.ts';

/** The call signature of a parsed document; undefined for a kind that cannot be called. */
export function calledDocumentOf({ root, kind }: Part): CalledDocument | undefined {
  if (kind !== 'automation' && kind !== 'command') return undefined;
  const parameters = stepsView(root).parameters.map(({ name, type, entry }): [string, CalledParameter] => {
    const allowed = itemsOf(get(entry.value, 'allowedValues')).flatMap((value) => textOf(value) ?? []);
    const parameter: CalledParameter = { type: type ?? 'String', required: get(entry.value, 'default') === undefined };
    return [name, allowed.length > 0 ? { ...parameter, allowed } : parameter];
  });
  return { kind, parameters: Object.fromEntries(parameters), published: false };
}
