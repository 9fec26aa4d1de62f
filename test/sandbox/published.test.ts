/** The well-known documents at work: each Command document ends well on a node of its platform, runbooks do what they say. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import {
  DescribeInstanceInformationCommand,
  GetAutomationExecutionCommand,
  GetDocumentCommand,
  ListCommandInvocationsCommand,
  SendCommandCommand,
  StartAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import { withSandbox } from '../helpers-sandbox.ts';

const commands: Record<string, Record<string, string[]>> = {
  'AWS-ConfigureAWSPackage': { action: ['Install'], name: ['AmazonCloudWatchAgent'] },
  'AWS-GatherSoftwareInventory': {},
  'AWS-InstallApplication': { source: ['https://example.com/app.msi'] },
  'AWS-InstallPowerShellModule': { source: ['https://example.com/module.zip'] },
  'AWS-RefreshAssociation': {},
  'AWS-RunAnsiblePlaybook': { playbook: ['- hosts: localhost'], check: ['True'] },
  'AWS-RunPatchBaseline': { Operation: ['Scan'] },
  'AWS-RunPowerShellScript': { commands: ['Write-Output "hello"'] },
  'AWS-RunRemoteScript': {
    sourceType: ['S3'],
    sourceInfo: ['{"path":"https://example.com/a.sh"}'],
    commandLine: ['ls'],
  },
  'AWS-RunShellScript': { commands: ['echo hello'] },
  'AWS-UpdateSSMAgent': {},
};

test('each published Command document ends well on Linux and on Windows', () =>
  withSandbox(async ({ ssm, pass }) => {
    const { InstanceInformationList = [] } = await ssm.send(
      new DescribeInstanceInformationCommand({ Filters: [{ Key: 'PingStatus', Values: ['Online'] }] }),
    );
    const InstanceIds = ['Linux', 'Windows'].map(
      (platform) => InstanceInformationList.find(({ PlatformType }) => PlatformType === platform)?.InstanceId ?? '',
    );
    for (const [DocumentName, Parameters] of Object.entries(commands)) {
      const { Command } = await ssm.send(new SendCommandCommand({ DocumentName, InstanceIds, Parameters }));
      await pass(300);
      const { CommandInvocations = [] } = await ssm.send(
        new ListCommandInvocationsCommand({ CommandId: Command?.CommandId, Details: true }),
      );
      for (const { Status, CommandPlugins } of CommandInvocations)
        assert.equal(Status, 'Success', `${DocumentName}: ${CommandPlugins?.map(({ Output }) => Output).join()}`);
    }
  }));

test('an outdated agent is brought to the latest version', () =>
  withSandbox(async ({ ssm, pass }) => {
    const outdated = async () => {
      const { InstanceInformationList = [] } = await ssm.send(new DescribeInstanceInformationCommand({}));
      return InstanceInformationList.filter(({ IsLatestVersion }) => !IsLatestVersion).map(
        ({ InstanceId }) => InstanceId ?? '',
      );
    };
    const InstanceIds = await outdated();
    assert.ok(InstanceIds.length > 0);
    await ssm.send(new SendCommandCommand({ DocumentName: 'AWS-UpdateSSMAgent', InstanceIds }));
    await pass(120);
    assert.deepEqual(await outdated(), []);
  }));

const runbooks: Record<string, Record<string, string[]>> = {
  'AWS-StopEC2Instance': {},
  'AWS-StartEC2Instance': {},
  'AWS-RestartEC2Instance': {},
  'AWS-DisableS3BucketPublicReadWrite': { S3BucketName: ['scratch-dev'] },
  'AWS-EnableS3BucketEncryption': { BucketName: ['scratch-dev'] },
  'AWS-ConfigureS3BucketVersioning': { BucketName: ['scratch-dev'] },
  'AWS-ConfigureS3BucketLogging': { BucketName: ['scratch-dev'], TargetBucket: ['shop-access-logs'] },
  'AWSConfigRemediation-ConfigureS3BucketPublicAccessBlock': {
    BucketName: ['scratch-dev'],
    AutomationAssumeRole: ['arn:aws:iam::123456789012:role/automation'],
  },
  'AWS-PublishSNSNotification': { TopicArn: ['arn:aws:sns:eu-west-1:123456789012:topic'], Message: ['hello'] },
};

test('published runbooks run to their end', () =>
  withSandbox(async ({ ssm, pass }) => {
    const { InstanceInformationList = [] } = await ssm.send(new DescribeInstanceInformationCommand({}));
    const InstanceId = [InstanceInformationList[0]?.InstanceId ?? ''];
    for (const [DocumentName, given] of Object.entries(runbooks)) {
      const Parameters = DocumentName.endsWith('EC2Instance') ? { InstanceId } : given;
      const { AutomationExecutionId } = await ssm.send(
        new StartAutomationExecutionCommand({ DocumentName, Parameters }),
      );
      await pass(600);
      const { AutomationExecution } = await ssm.send(new GetAutomationExecutionCommand({ AutomationExecutionId }));
      assert.equal(
        AutomationExecution?.AutomationExecutionStatus,
        'Success',
        `${DocumentName}: ${AutomationExecution?.FailureMessage}`,
      );
    }
  }));

test('published runbooks make, copy and delete images and snapshots, and resize and terminate an instance', () =>
  withSandbox(async ({ ssm, ec2, pass }) => {
    const { Reservations = [] } = await ec2.send(
      new DescribeInstancesCommand({ Filters: [{ Name: 'instance-state-name', Values: ['running'] }] }),
    );
    const instance = Reservations[0]?.Instances?.[0];
    const InstanceId = [instance?.InstanceId ?? ''];
    /** Runs a runbook to its end, and gives what it hands back. */
    const run = async (DocumentName: string, Parameters: Record<string, string[]>) => {
      const { AutomationExecutionId } = await ssm.send(
        new StartAutomationExecutionCommand({ DocumentName, Parameters }),
      );
      await pass(1200);
      const { AutomationExecution: it } = await ssm.send(new GetAutomationExecutionCommand({ AutomationExecutionId }));
      assert.equal(it?.AutomationExecutionStatus, 'Success', `${DocumentName}: ${it?.FailureMessage}`);
      return Object.values(it?.Outputs ?? {}).flat();
    };
    const ImageId = await run('AWS-CreateImage', { InstanceId });
    assert.match(ImageId[0] ?? '', /^ami-/);
    const VolumeId = [instance?.BlockDeviceMappings?.[0]?.Ebs?.VolumeId ?? ''];
    const SnapshotId = await run('AWS-CreateSnapshot', { VolumeId });
    const copy = await run('AWS-CopySnapshot', { SnapshotId, SourceRegion: ['eu-west-1'] });
    assert.match(copy[0] ?? '', /^snap-/);
    assert.notDeepEqual(copy, SnapshotId);
    await run('AWS-DeleteSnapshot', { SnapshotId: copy });
    await run('AWS-DeleteImage', { ImageId });
    await run('AWS-ResizeInstance', { InstanceId, InstanceType: ['m6i.xlarge'] });
    const look = async () =>
      (await ec2.send(new DescribeInstancesCommand({ InstanceIds: InstanceId }))).Reservations?.[0]?.Instances?.[0];
    assert.deepEqual([(await look())?.InstanceType, (await look())?.State?.Name], ['m6i.xlarge', 'running']);
    await run('AWS-TerminateEC2Instance', { InstanceId });
    assert.equal((await look())?.State?.Name, 'terminated');
  }));

test('session documents are read like the others', () =>
  withSandbox(async ({ ssm }) => {
    const { DocumentType, Content = '' } = await ssm.send(
      new GetDocumentCommand({ Name: 'AWS-StartPortForwardingSession', DocumentFormat: 'JSON' }),
    );
    assert.equal(DocumentType, 'Session');
    assert.equal(JSON.parse(Content).sessionType, 'Port');
  }));

test('locations that the sandbox does not have are refused plainly', () =>
  withSandbox(async ({ ssm }) => {
    const start = (Regions: string[]) =>
      ssm.send(
        new StartAutomationExecutionCommand({
          DocumentName: 'AWS-PublishSNSNotification',
          Parameters: { TopicArn: ['arn:aws:sns:eu-west-1:123456789012:topic'], Message: ['hello'] },
          TargetLocations: [{ Accounts: ['123456789012'], Regions }],
        }),
      );
    await start(['eu-west-1']);
    await assert.rejects(start(['us-east-1']), (error: Error) => {
      assert.equal(error.name, 'InvalidAutomationExecutionParametersException');
      assert.match(error.message, /names us-east-1; the sandbox has .* eu-west-1 alone/);
      return true;
    });
  }));
