/** An action or plugin that does not exist, or that belongs to the other sort of document. */

import { actionNamed, actionNames, pluginNamed, pluginNames, unlistedNamed } from '../catalogue.ts';
import { isSlip, nearest } from '../nearest.ts';
import { replaceFix } from '../words.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'unknown-action',
  severity: 'error',
  mayWarn: true,
  summary: 'An action that Automation does not have, or a plugin that Command documents do not have.',
  kinds: ['automation', 'change-template', 'command'],
  check({ kind, view, actions }, report) {
    const command = kind === 'command';
    const [names, known, other] = command
      ? [pluginNames, pluginNamed, actionNamed]
      : [actionNames, actionNamed, pluginNamed];
    for (const { action, actionNode } of view.all) {
      if (action === undefined || actionNode === undefined || action.includes('{{') || known(action) !== undefined)
        continue;
      if (actions.includes(action)) continue;
      const unlisted = unlistedNamed(command ? 'plugins' : 'actions', action);
      const guess = nearest(action, names) ?? nearest(`aws:${action}`, names);
      const noun = command ? 'plugin of Command documents' : 'action of Automation';
      if (other(action) !== undefined) {
        const home = command ? 'an action of Automation runbooks' : 'a plugin of Command documents';
        report(actionNode, `"${action}" is ${home} and cannot run here`);
      } else if (unlisted !== undefined)
        report(actionNode, `"${action}" is not a public ${noun}. ${unlisted.note}`, { severity: 'information' });
      else if (guess !== undefined) {
        const fixes = replaceFix(actionNode, guess) ?? [];
        // The agent has no plugins but those it names; an action only like one we know may be one we do not know yet.
        const severity = command || isSlip(action, guess) || isSlip(`aws:${action}`, guess) ? 'error' : 'warning';
        report(actionNode, `"${action}" is no ${noun}; did you mean "${guess}"?`, { severity, fixes });
      } else if (!action.startsWith('aws:'))
        report(
          actionNode,
          `"${action}" is no ${noun}; their names are like "${command ? 'aws:runShellScript' : 'aws:executeScript'}"`,
        );
      // AWS runs actions of its own that no list names; a name like none we know may be one of them.
      else report(actionNode, `"${action}" is not a public ${noun}`, { severity: 'warning' });
    }
  },
};
