/** Runs of runbooks in the pretend account: waiting, targets, children, approvals and stopping, as the real SDK sees them. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateDocumentCommand,
  DescribeAutomationExecutionsCommand,
  GetAutomationExecutionCommand,
  SendAutomationSignalCommand,
  type SSMClient,
  StartAutomationExecutionCommand,
  StopAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import { withSandbox } from '../helpers-sandbox.ts';

async function create(ssm: SSMClient, Name: string, steps: string, head = ''): Promise<void> {
  const Content = `schemaVersion: "0.3"\n${head}mainSteps:\n${steps}`;
  await ssm.send(new CreateDocumentCommand({ Name, Content, DocumentType: 'Automation', DocumentFormat: 'YAML' }));
}

async function begin(ssm: SSMClient, DocumentName: string, more: object = {}): Promise<string> {
  const { AutomationExecutionId = '' } = await ssm.send(new StartAutomationExecutionCommand({ DocumentName, ...more }));
  return AutomationExecutionId;
}

async function statusOf(ssm: SSMClient, AutomationExecutionId: string): Promise<string> {
  const { AutomationExecution } = await ssm.send(new GetAutomationExecutionCommand({ AutomationExecutionId }));
  return AutomationExecution?.AutomationExecutionStatus ?? '';
}

test('the time of a step that has ended does not end the next one', () =>
  withSandbox(async ({ ssm, pass }) => {
    await create(
      ssm,
      'Waits',
      `  - name: look
    action: aws:waitForAwsResourceProperty
    timeoutSeconds: 60
    inputs: { Service: sts, Api: GetCallerIdentity, PropertySelector: $.Account, DesiredValues: ["123456789012"] }
  - name: rest
    action: aws:sleep
    inputs: { Duration: PT10M }
`,
    );
    const id = await begin(ssm, 'Waits');
    await pass(300);
    assert.equal(await statusOf(ssm, id), 'InProgress');
    await pass(400);
    assert.equal(await statusOf(ssm, id), 'Success');
  }));

const pausing = `  - name: ask
    action: aws:approve
    inputs: { Approvers: [ann] }
`;

test('an approval is waited for, and goes on when it is given', () =>
  withSandbox(async ({ ssm, pass }) => {
    await create(ssm, 'Asks', pausing);
    const id = await begin(ssm, 'Asks');
    await pass(5);
    assert.equal(await statusOf(ssm, id), 'Waiting');
    await assert.rejects(
      ssm.send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType: 'Resume' })),
      (error: Error) => error.name === 'InvalidAutomationSignalException',
    );
    await ssm.send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType: 'Approve' }));
    assert.equal(await statusOf(ssm, id), 'Success');
  }));

test('a run for each target goes so many at a time, and stopping stops them all', () =>
  withSandbox(async ({ ssm, pass }) => {
    await create(ssm, 'Each', pausing, 'parameters: { Name: { type: String } }\n');
    const id = await begin(ssm, 'Each', {
      TargetParameterName: 'Name',
      Targets: [{ Key: 'ParameterValues', Values: ['a', 'b', 'c'] }],
      MaxConcurrency: '2',
    });
    await pass(5);
    const children = async (): Promise<string[]> => {
      const Filters = [{ Key: 'ParentExecutionId' as const, Values: [id] }];
      const { AutomationExecutionMetadataList = [] } = await ssm.send(
        new DescribeAutomationExecutionsCommand({ Filters }),
      );
      return AutomationExecutionMetadataList.map(
        ({ Target, AutomationExecutionStatus }) => `${Target} ${AutomationExecutionStatus}`,
      );
    };
    assert.deepEqual((await children()).sort(), ['a Waiting', 'b Waiting']);
    await ssm.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id }));
    await pass(5);
    assert.deepEqual((await children()).sort(), ['a Cancelled', 'b Cancelled']);
    assert.equal(await statusOf(ssm, id), 'Cancelled');
  }));

test('runbooks within runbooks are refused beyond five levels, and leave nothing behind', () =>
  withSandbox(async ({ ssm, pass }) => {
    await create(
      ssm,
      'Deep',
      `  - name: again
    action: aws:executeAutomation
    inputs: { DocumentName: Deeper }
`,
    );
    await create(
      ssm,
      'Deeper',
      `  - name: again\n    action: aws:executeAutomation\n    inputs: { DocumentName: Deep }\n`,
    );
    const id = await begin(ssm, 'Deep');
    await pass(60);
    assert.equal(await statusOf(ssm, id), 'Failed');
    const { AutomationExecutionMetadataList = [] } = await ssm.send(new DescribeAutomationExecutionsCommand({}));
    assert.deepEqual(
      AutomationExecutionMetadataList.filter(({ DocumentName }) => DocumentName?.startsWith('Deep')).map(
        ({ AutomationExecutionStatus }) => AutomationExecutionStatus,
      ),
      Array(5).fill('Failed'),
    );
  }));
