/** Operations and jobs of EventBridge. */

import type { Account, JobRunner } from '../account.ts';
import type { Operations } from '../operations.ts';
import * as buses from './buses.ts';
import * as deliver from './deliver.ts';
import * as rules from './rules.ts';
import * as targets from './targets.ts';

export const operations: Operations = {
  CreateEventBus: buses.createEventBus,
  DeleteEventBus: rules.deleteEventBus,
  DeleteRule: rules.deleteRule,
  DescribeEventBus: buses.describeEventBus,
  DescribeRule: rules.describeRule,
  DisableRule: rules.disableRule,
  EnableRule: rules.enableRule,
  ListEventBuses: buses.listEventBuses,
  ListRuleNamesByTarget: rules.listRuleNamesByTarget,
  ListRules: rules.listRules,
  ListTargetsByRule: targets.listTargetsByRule,
  PutEvents: deliver.putEvents,
  PutRule: rules.putRule,
  PutTargets: targets.putTargets,
  RemoveTargets: targets.removeTargets,
  TestEventPattern: rules.testEventPattern,
};

/** The rules of a new account are there from its first moment on, as some of them have a schedule. */
export function begin(account: Account): void {
  rules.rulesOf(account);
}

export const jobs: Readonly<Record<string, JobRunner>> = deliver.eventJobs;
