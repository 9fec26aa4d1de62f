/** Many runs at once, and a day of account time: nothing is lost. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newAccountData } from '../../server/src/sandbox/account.ts';
import { handClock } from '../../server/src/sandbox/clock.ts';
import { createAccount } from '../../server/src/sandbox/create.ts';
import { diskLibrary } from '../../server/src/sandbox/library.ts';
import { call } from '../../server/src/sandbox/operations.ts';
import { thorough } from '../sample.ts';

const runbook = `schemaVersion: "0.3"
mainSteps:
  - name: look
    action: aws:executeAwsApi
    inputs: { Service: ec2, Api: DescribeInstances }
  - name: rest
    action: aws:sleep
    inputs: { Duration: PT1H }
  - name: lookAgain
    action: aws:executeAwsApi
    inputs: { Service: ec2, Api: DescribeInstances }
    isEnd: true
`;

/** A thousand in a thorough run. */
const many = thorough ? 1000 : 200;

test('many automations at once all end, within a day of account time', async () => {
  const clock = handClock(Date.UTC(2026, 0, 5, 9));
  const account = createAccount(newAccountData(), clock, diskLibrary());
  const faults: unknown[] = [];
  account.onFault = (error) => faults.push(error);
  const caller = { arn: 'arn:aws:iam::123456789012:user/sandbox', userAgent: 'test' };
  const ask = <T>(operation: string, input: object) => call(account, 'ssm', operation, input, caller) as Promise<T>;
  await ask('CreateDocument', { Name: 'rest', Content: runbook, DocumentType: 'Automation', DocumentFormat: 'YAML' });
  const ids: string[] = [];
  for (let count = 0; count < many; count++) {
    const started = await ask<{ AutomationExecutionId: string }>('StartAutomationExecution', { DocumentName: 'rest' });
    ids.push(started.AutomationExecutionId);
  }
  assert.equal(new Set(ids).size, many);
  await account.pass(24 * 3_600_000, clock);
  const ends = new Map<string, number>();
  for (const id of ids) {
    const { AutomationExecution: run } = await ask<{
      AutomationExecution: { AutomationExecutionStatus: string; StepExecutions: unknown[] };
    }>('GetAutomationExecution', { AutomationExecutionId: id });
    const end = `${run.AutomationExecutionStatus}, ${run.StepExecutions.length} steps`;
    ends.set(end, (ends.get(end) ?? 0) + 1);
  }
  assert.deepEqual([...ends], [['Success, 3 steps', many]]);
  assert.deepEqual(faults, []);
});
