/** Output of aws:runCommand read where it ran on several nodes: it is empty then. */

import { severalNodes } from '../runCommands.ts';
import { readsOf } from '../symbols.ts';
import type { Rule } from './rule.ts';

export const rule: Rule = {
  id: 'several-nodes-output',
  severity: 'warning',
  summary: 'The output of aws:runCommand is read, and the command runs on several nodes.',
  kinds: ['automation'],
  check({ symbols }, report) {
    for (const { use, source } of readsOf('Output', symbols)) {
      if (source.action !== 'aws:runCommand' || !severalNodes(source)) continue;
      report(
        use.body,
        `"Output" is empty when a command runs on several nodes, as "${source.name}" does; read the output of each invocation instead`,
      );
    }
  },
};
