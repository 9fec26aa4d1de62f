/** A top-level key of another schema version, such as runtimeConfig in 2.2 or assumeRole in a Command document. */

import { kindOf } from '../kinds/index.ts';
import { entriesOf, get, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

const automationOnly = new Set(['assumeRole', 'outputs', 'files', 'variables']);

export const rule: Rule = {
  id: 'wrong-schema-key',
  severity: 'error',
  summary: 'A top-level key that belongs to another schema version.',
  check({ kind, root }, report) {
    const version = textOf(get(root, 'schemaVersion'));
    const old = version?.startsWith('1.') === true && kind === 'command';
    const { properties, additionalProperties } = kindOf(kind).schema(root);
    if (additionalProperties !== false) return;
    for (const { key } of entriesOf(root)) {
      if (Object.hasOwn(properties ?? {}, key.text)) continue;
      if (kind === 'change-template' && automationOnly.has(key.text))
        report(key, `A change template has no "${key.text}"; the runbook that it runs may have`, { severity: 'warning' });
      else if (automationOnly.has(key.text))
        report(key, `"${key.text}" exists only in Automation runbooks, schemaVersion 0.3`);
      else if (key.text === 'runtimeConfig' && !old)
        report(
          key,
          `"runtimeConfig" belongs to schemaVersion 1.2; ${kind === 'session' ? 'a session has "properties"' : 'list the steps in "mainSteps"'}`,
        );
      else if (key.text === 'mainSteps' && (old || kind === 'session'))
        report(
          key,
          `"mainSteps" does not belong to schemaVersion ${version}; ${old ? 'its plugins stand in "runtimeConfig"' : 'a session has "properties"'}`,
        );
    }
  },
};
