/** A top-level key of another schema version, such as runtimeConfig in 2.2 or assumeRole in a Command document. */

import { entriesOf, get, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

const automationOnly = new Set(['assumeRole', 'outputs', 'files', 'variables']);

export const rule: Rule = {
  id: 'wrong-schema-key',
  severity: 'error',
  summary: 'A top-level key that belongs to another schema version.',
  kinds: ['automation', 'command', 'session'],
  check({ kind, root }, report) {
    const version = textOf(get(root, 'schemaVersion'));
    const old = version?.startsWith('1.') === true && kind === 'command';
    for (const { key } of entriesOf(root)) {
      if (automationOnly.has(key.text) && kind !== 'automation')
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
