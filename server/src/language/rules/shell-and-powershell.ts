/** Shell and PowerShell steps side by side, where PowerShell also runs on Linux. */

import { entryOf, get, textOf } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'shell-and-powershell',
  severity: 'information',
  summary: 'A PowerShell step beside a shell step has no precondition, and also runs on Linux.',
  kinds: ['command'],
  check({ root, view }, report) {
    if (textOf(get(root, 'schemaVersion')) !== '2.2') return;
    if (!view.all.some(({ action }) => action === 'aws:runShellScript')) return;
    const step = view.all.find(
      ({ action, node }) => action === 'aws:runPowerShellScript' && entryOf(node, 'precondition') === undefined,
    );
    if (step?.actionNode !== undefined)
      report(
        step.actionNode,
        'This step also runs on Linux and macOS where PowerShell is installed; give it a precondition on platformType',
      );
  },
};
