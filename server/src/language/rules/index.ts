/** The ordered list of rules. Adding a rule is one file beside this one and one line here. */

import type { Severity } from '../problem.ts';

export interface RuleInfo {
  id: string;
  severity: Severity;
  /** One sentence: what the rule is against. */
  summary: string;
}

export const ruleInfos: readonly RuleInfo[] = [];
