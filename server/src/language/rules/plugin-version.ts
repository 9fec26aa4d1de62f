/** A plugin in a document of a schema version it does not work with. */

import { pluginNamed } from '../catalogue.ts';
import { get, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'plugin-version',
  severity: 'error',
  summary: 'A plugin needs another schema version.',
  kinds: ['command'],
  check({ root, view }, report) {
    const version = textOf(get(root, 'schemaVersion'));
    if (version !== '1.2') return;
    for (const { action, actionNode } of view.all) {
      const plugin = pluginNamed(action);
      if (actionNode === undefined || plugin?.schemaVersions === undefined || plugin.schemaVersions.includes(version))
        continue;
      report(actionNode, `${action} needs schemaVersion ${plugin.schemaVersions.at(-1)}`);
    }
  },
};
