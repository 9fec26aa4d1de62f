/** Steps that call another document: of which kind, and under which keys its name and its parameters stand. */

import { callOf } from './calls.ts';
import type { Step } from './kinds/steps.ts';
import type { CalledDocument } from './lookups.ts';
import { get, textOf } from './syntax/node.ts';

export interface CallSite {
  kind: CalledDocument['kind'];
  nameKey: string;
  parametersKey: string;
  /** The name, when it is there and plain text. */
  name: string | undefined;
}

const keys: Readonly<Record<string, Pick<CallSite, 'kind' | 'nameKey' | 'parametersKey'>>> = {
  'aws:runCommand': { kind: 'command', nameKey: 'DocumentName', parametersKey: 'Parameters' },
  'aws:executeAutomation': { kind: 'automation', nameKey: 'DocumentName', parametersKey: 'RuntimeParameters' },
  'aws:runDocument': { kind: 'command', nameKey: 'documentPath', parametersKey: 'documentParameters' },
};

/** Where a step calls, also before the document is named; undefined for a step that calls no document by name. */
export function callSite(step: Step): CallSite | undefined {
  const { action, inputs } = step;
  const found = action !== undefined && Object.hasOwn(keys, action) ? keys[action] : undefined;
  if (found === undefined) return undefined;
  if (action === 'aws:runDocument' && textOf(get(inputs, 'documentType')) !== 'SSMDocument') return undefined;
  return { ...found, name: callOf(step)?.name };
}
