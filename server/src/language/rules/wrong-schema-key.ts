/** A top-level key of another schema version, such as runtimeConfig in 2.2 or assumeRole in a Command document. */

import { type KindId, kindOf } from '../kinds/index.ts';
import { removeFix } from '../removal.ts';
import { entriesOf, get, textOf } from '../syntax/node.ts';
import { isVersionKey } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'wrong-schema-key',
  severity: 'error',
  mayWarn: true,
  summary: 'A top-level key that belongs to another schema version.',
  check({ kind, root, document }, report) {
    const { properties = {}, additionalProperties } = kindOf(kind).schema(root);
    if (additionalProperties !== false) return;
    const version = textOf(get(root, 'schemaVersion'));
    // Of the other kinds it is likely, not known, that the service refuses such a key.
    const severity = kind === 'automation' || kind === 'command' || kind === 'session' ? 'error' : 'warning';
    for (const entry of entriesOf(root)) {
      const { key, merged } = entry;
      if (merged || Object.hasOwn(properties, key.text) || !isVersionKey(key.text)) continue;
      // Without a value it says nothing: the tools that write such keys write all that they know of.
      const empty = entry.value?.type === 'scalar' && entry.value.value === null;
      report(key, `${home(key.text, version)}${advice(key.text, kind, Object.hasOwn(properties, 'runtimeConfig'))}`, {
        severity: empty ? 'warning' : severity,
        // The steps of another schema version are the document's work; the rest says nothing here.
        ...(key.text !== 'runtimeConfig' && key.text !== 'mainSteps' && removeFix(document.text, entry)),
      });
    }
  },
};

function home(key: string, version: string | undefined): string {
  if (key === 'runtimeConfig') return '"runtimeConfig" belongs to schemaVersion 1.2';
  if (key === 'mainSteps') return `"mainSteps" does not belong to schemaVersion ${version}`;
  return `"${key}" exists only in Automation runbooks, schemaVersion 0.3`;
}

function advice(key: string, kind: KindId, plugins: boolean): string {
  if (key !== 'runtimeConfig' && key !== 'mainSteps') return '';
  if (kind === 'session') return '; a session has "properties"';
  return plugins ? '; its plugins stand in "runtimeConfig"' : '; list the steps in "mainSteps"';
}
