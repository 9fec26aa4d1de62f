/** One rule or remediation on its way from one form to another, and what is told about it. */

import type { Resource } from '../kinds/template.ts';
import { type Data, dataOf, isRefusal, type Refusal } from '../refactor/data.ts';
import { quotedAll } from '../words.ts';
import { type Scope, scopeOf } from './functions.ts';
import type { ConfigForm, Subject } from './subject.ts';

export interface Passage {
  subject: Subject;
  to: ConfigForm;
  scope: Scope;
  /** Parameters whose defaults are written out. */
  defaults: Set<string>;
  /** What labels or is filled in by the service, and is left out. */
  left: Set<string>;
  /** What else has changed, in sentences. */
  notes: string[];
}

export function passageOf(subject: Subject, to: ConfigForm): Passage {
  const scope = scopeOf(subject.template, subject.rules);
  return { subject, to, scope, defaults: new Set(), left: new Set(), notes: [] };
}

/** What is not as it was, in sentences; undefined when everything is. */
export function told({ defaults, left, notes }: Passage): string | undefined {
  const sentences = [...notes];
  const [names, keys] = [[...defaults], [...left]];
  if (names.length > 0)
    sentences.push(
      names.length === 1
        ? `The default of the parameter ${quotedAll(names)} is written out.`
        : `The defaults of the parameters ${quotedAll(names)} are written out.`,
    );
  if (keys.length > 0) sentences.push(`Left out: ${quotedAll(keys)}.`);
  return sentences.length === 0 ? undefined : sentences.join(' ');
}

/** What has a place in every template, or follows from where a resource stands. */
const kept = new Set(['Type', 'Properties', 'Condition', 'DependsOn']);

/** The condition of a resource; its labels are noted as left out. */
export function conditionOf({ entry }: Resource, { left }: Passage): { condition: string | undefined } | Refusal {
  const read = dataOf(entry.value, true);
  if (isRefusal(read)) return read;
  const attributes: ReadonlyMap<string, Data> = read.data instanceof Map ? read.data : new Map();
  for (const key of attributes.keys()) if (!kept.has(key)) left.add(key);
  const condition = attributes.get('Condition');
  return { condition: typeof condition === 'string' ? condition : undefined };
}
