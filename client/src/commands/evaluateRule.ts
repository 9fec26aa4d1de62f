/** "Evaluate Now": has AWS Config evaluate a rule, waits for it, and shows what it found. */

import type { ConfigRuleEvaluationStatus } from '@aws-sdk/client-config-service';
import { window } from 'vscode';
import { limitReached } from '../aws/fault.ts';
import { waitFor } from '../compliance/waiting.ts';
import { complianceView } from '../views/compliance.ts';
import type { RuleSubject } from '../views/complianceRules.ts';
import type { Subject } from '../views/subject.ts';
import type { App, Command } from './index.ts';

/** Evaluations of large accounts take minutes; what is not waited for goes on. */
const patience = 10 * 60_000;
/** So many rules fit into a request, and another request is refused for a minute (`StartConfigRulesEvaluation`). */
const mostAtOnce = 25;

export const evaluateRule: Command = {
  id: 'opswright.evaluateRule',
  async run(app, subject: Subject & RuleSubject, all?: Partial<Subject & RuleSubject>[]) {
    const { connection } = subject;
    const chosen = (all ?? [subject]).filter((each) => each.connection?.id === connection.id);
    const rules = [...new Set(chosen.flatMap(({ rule }) => rule ?? []))];
    if (rules.length > mostAtOnce)
      throw new Error(`AWS Config evaluates ${mostAtOnce} rules at once, and ${rules.length} are selected.`);
    const early = (error: unknown) => insist(error, () => evaluate(app, connection, rules, 'wait'));
    const ended = await evaluate(app, connection, rules).catch(early);
    if (ended) await app.trees.of(complianceView).refresh();
    else if (ended === false)
      void window.showInformationMessage('The evaluation goes on. Refresh the view later to see what it found.');
  },
};

/**
 * True when all rules have been evaluated since the call. Says which of them could not be.
 *
 * @param early - what to do when the service takes no request yet, because it had another one less than a minute ago: to refuse is
 * to throw `LimitReached`.
 */
export async function evaluate(
  { connections, log }: Pick<App, 'connections' | 'log'>,
  connection: Subject['connection'],
  rules: string[],
  early: 'refuse' | 'wait' = 'refuse',
): Promise<boolean> {
  const statuses = async () => {
    const { config } = await connections.clients(connection);
    const answer = await config.describeConfigRuleEvaluationStatus({ ConfigRuleNames: rules });
    return answer.ConfigRulesEvaluationStatus ?? [];
  };
  let before = new Map<string | undefined, number>();
  const begin = async () => {
    before = new Map((await statuses()).map((each) => [each.ConfigRuleName, lastEvaluation(each)]));
    const { config } = await connections.clients(connection);
    await config.startConfigRulesEvaluation({ ConfigRuleNames: rules });
    return true;
  };
  let begun = early === 'refuse' && (await begin());
  let last: ConfigRuleEvaluationStatus[] = [];
  const ended = await waitFor({
    title: rules.length === 1 ? `Evaluating ${rules[0]}` : `Evaluating ${rules.length} rules`,
    limit: patience,
    async ask() {
      begun ||= await begin().catch(notYet);
      if (!begun) return 'AWS Config takes one request a minute';
      last = await statuses();
      const open = last.filter((each) => lastEvaluation(each) === before.get(each.ConfigRuleName));
      return open.length === 0 || `${rules.length - open.length} of ${rules.length}`;
    },
  });
  const failed = last.filter((each) => lastFailure(each) > (before.get(each.ConfigRuleName) ?? 0));
  for (const each of failed) {
    const words = `${each.ConfigRuleName} could not be evaluated. ${each.LastErrorMessage ?? each.LastErrorCode ?? ''}`;
    log.warn(words.trim());
    void window.showWarningMessage(words.trim());
  }
  return ended;
}

/** Of `StartConfigRulesEvaluation`: it evaluates them now, or was asked to less than a minute ago. */
function isEarly(error: unknown): error is Error {
  return error instanceof Error && error.name === limitReached;
}

function notYet(error: unknown): false {
  if (isEarly(error)) return false;
  throw error;
}

/** The service refuses with a word that could mean any limit. Undefined when nobody wants to wait. */
async function insist(error: unknown, wait: () => Promise<boolean>): Promise<boolean | undefined> {
  if (!isEarly(error)) throw error;
  const words = 'AWS Config evaluates this already, or was asked to less than a minute ago.';
  return (await window.showWarningMessage(words, waiting)) === waiting ? wait() : undefined;
}

const waiting = 'Wait and Evaluate';

/** When a rule was evaluated last, whether that went well or not: milliseconds since 1970. */
function lastEvaluation(status: ConfigRuleEvaluationStatus): number {
  return Math.max(status.LastSuccessfulEvaluationTime?.getTime() ?? 0, lastFailure(status));
}

/** A Lambda function that could not be called has evaluated nothing. */
function lastFailure(status: ConfigRuleEvaluationStatus): number {
  return Math.max(status.LastFailedEvaluationTime?.getTime() ?? 0, status.LastFailedInvocationTime?.getTime() ?? 0);
}
