/** "Evaluate Now": has AWS Config evaluate a rule, waits for it, and shows what it found. */

import { window } from 'vscode';
import { waitFor } from '../compliance/waiting.ts';
import { complianceView } from '../views/compliance.ts';
import type { RuleSubject } from '../views/complianceRules.ts';
import type { Subject } from '../views/subject.ts';
import type { App, Command } from './index.ts';

/** Evaluations of large accounts take minutes; what is not waited for goes on. */
const patience = 10 * 60_000;

export const evaluateRule: Command = {
  id: 'opswright.evaluateRule',
  async run(app, subject: Subject & RuleSubject, all?: (Subject & RuleSubject)[]) {
    const rules = (all ?? [subject]).map(({ rule }) => rule);
    if (await evaluate(app, subject.connection, rules)) await app.trees.of(complianceView).refresh();
    else void window.showInformationMessage('The evaluation goes on. Refresh the view later to see what it found.');
  },
};

/** True when all rules have been evaluated since the call. */
export async function evaluate(
  { connections }: Pick<App, 'connections'>,
  connection: Subject['connection'],
  rules: string[],
): Promise<boolean> {
  const { config } = await connections.clients(connection);
  const statuses = async () =>
    (
      await (
        await connections.clients(connection)
      ).config.describeConfigRuleEvaluationStatus({ ConfigRuleNames: rules })
    ).ConfigRulesEvaluationStatus ?? [];
  const before = new Map((await statuses()).map((each) => [each.ConfigRuleName, lastEvaluation(each)]));
  await config.startConfigRulesEvaluation({ ConfigRuleNames: rules });
  return waitFor({
    title: rules.length === 1 ? `Evaluating ${rules[0]}` : `Evaluating ${rules.length} rules`,
    limit: patience,
    async ask() {
      const open = (await statuses()).filter((each) => lastEvaluation(each) === before.get(each.ConfigRuleName));
      return open.length === 0 || `${rules.length - open.length} of ${rules.length}`;
    },
  });
}

/** When a rule was evaluated last, whether that went well or not: milliseconds since 1970. */
function lastEvaluation(status: {
  LastSuccessfulEvaluationTime?: Date | undefined;
  LastFailedEvaluationTime?: Date | undefined;
}): number {
  return Math.max(status.LastSuccessfulEvaluationTime?.getTime() ?? 0, status.LastFailedEvaluationTime?.getTime() ?? 0);
}
