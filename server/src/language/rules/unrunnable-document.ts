/** A run file that names what cannot be run: no file, a document of another kind, or no name at all. */

import { isPath, runView } from '../kinds/run.ts';
import { unsuitedKind, unsuitedName } from '../run/unsuited.ts';
import { shorten } from '../words.ts';
import type { Rule } from './rule.ts';

/** The form of `DocumentName` in SendCommand and StartAutomationExecution. */
const nameForm = /^[a-zA-Z0-9_\-.:/]{3,128}$/;

export const rule: Rule = {
  id: 'unrunnable-document',
  severity: 'error',
  mayWarn: true,
  summary: 'A run file names a document that cannot be run.',
  kinds: ['run'],
  check({ part, lookups }, report) {
    const { call } = runView(part);
    if (call === undefined) return;
    const { name, place, node } = call;
    const path = isPath(node.text);
    if (!path && !nameForm.test(node.text)) {
      report(place, `"${shorten(name)}" cannot be the name of a document; expected letters, digits, "_", "-" and "."`);
      return;
    }
    const theirs = unsuitedName(name);
    const kind = lookups.kindOf?.(name);
    const fault = theirs ?? (kind === undefined ? undefined : unsuitedKind(name, kind));
    // What is published under a name may be another document than the one of that name in the workspace.
    if (fault !== undefined) report(place, fault, { severity: path || theirs !== undefined ? 'error' : 'warning' });
  },
};
