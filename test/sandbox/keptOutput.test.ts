/** What commands keep in buckets and log groups of the pretend account, read with the real SDK. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { S3 } from '@aws-sdk/client-s3';
import {
  CreateDocumentCommand,
  DescribeInstanceInformationCommand,
  GetCommandInvocationCommand,
  ListCommandsCommand,
  SendCommandCommand,
} from '@aws-sdk/client-ssm';
import { clientSettings, refused, type Sandbox, withSandbox } from '../helpers-sandbox.ts';

const lines = Array.from({ length: 9000 }, (_, index) => `${index + 1}`);

async function linuxNode({ ssm }: Sandbox): Promise<string> {
  const Filters = [
    { Key: 'PlatformTypes', Values: ['Linux'] },
    { Key: 'PingStatus', Values: ['Online'] },
  ];
  const { InstanceInformationList: [node] = [] } = await ssm.send(new DescribeInstanceInformationCommand({ Filters }));
  return node?.InstanceId ?? assert.fail('no node');
}

/** Sends a script that prints nine thousand lines, with more of the request; command and node when it has ended. */
async function printed(sandbox: Sandbox, more: object, DocumentName = 'AWS-RunShellScript') {
  const node = await linuxNode(sandbox);
  const Parameters = DocumentName === 'AWS-RunShellScript' ? { commands: ['seq 1 9000; echo oh >&2'] } : {};
  const { Command } = await sandbox.ssm.send(
    new SendCommandCommand({ DocumentName, InstanceIds: [node], Parameters, ...more }),
  );
  await sandbox.pass(30);
  return { id: Command?.CommandId ?? '', node };
}

function s3Of({ endpoint }: Sandbox): S3 {
  return new S3({ ...clientSettings(endpoint), forcePathStyle: true });
}

test('all that a command printed lies in its bucket, where the service keeps 24,000 characters', () =>
  withSandbox(async (sandbox) => {
    const { id, node } = await printed(sandbox, { OutputS3BucketName: 'shop-access-logs', OutputS3KeyPrefix: 'runs/' });
    const short = await sandbox.ssm.send(new GetCommandInvocationCommand({ CommandId: id, InstanceId: node }));
    assert.equal(short.StandardOutputContent?.length, 24_000);
    const s3 = s3Of(sandbox);
    const Bucket = 'shop-access-logs';
    const { Contents = [], IsTruncated } = await s3.listObjectsV2({ Bucket, Prefix: `runs/${id}/${node}/` });
    const keys = Contents.map(({ Key = '' }) => Key);
    const folder = `runs/${id}/${node}/awsrunShellScript/`;
    assert.ok(keys.length === 2 && keys.every((key) => key.startsWith(folder)), keys.join(' '));
    assert.equal(IsTruncated, false);
    const whole = await s3.getObject({ Bucket, Key: keys.find((key) => key.endsWith('/stdout')) ?? '' });
    assert.equal(await whole.Body?.transformToString(), `${lines.join('\n')}\n`);
    const errors = await s3.getObject({ Bucket, Key: keys.find((key) => key.endsWith('/stderr')) ?? '' });
    assert.match((await errors.Body?.transformToString()) ?? '', /^oh\n/);
  }));

test('a part of an object is read by its range', () =>
  withSandbox(async (sandbox) => {
    const { id } = await printed(sandbox, { OutputS3BucketName: 'scratch-dev' });
    const s3 = s3Of(sandbox);
    const { Contents = [] } = await s3.listObjectsV2({ Bucket: 'scratch-dev', Prefix: id });
    const Key = Contents.find(({ Key }) => Key?.endsWith('/stdout'))?.Key ?? '';
    const read = (Range: string) => s3.getObject({ Bucket: 'scratch-dev', Key, Range });
    const first = await read('bytes=0-3');
    assert.equal(await first.Body?.transformToString(), '1\n2\n');
    assert.match(first.ContentRange ?? '', /^bytes 0-3\/\d+$/);
    assert.equal(await (await read('bytes=-5')).Body?.transformToString(), '9000\n');
    await assert.rejects(read('bytes=999999-'), refused('InvalidRange'));
  }));

test('a list goes on from page to page', () =>
  withSandbox(async (sandbox) => {
    await printed(sandbox, { OutputS3BucketName: 'scratch-dev' });
    const s3 = s3Of(sandbox);
    const keys: string[] = [];
    let token: string | undefined;
    do {
      const page = await s3.listObjectsV2({
        ...{ Bucket: 'scratch-dev', MaxKeys: 1 },
        ...(token !== undefined && { ContinuationToken: token }),
      });
      assert.equal(page.KeyCount, 1);
      keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    assert.equal(new Set(keys).size, 2);
  }));

test('buckets are listed, and what is not there is told as S3 tells it', () =>
  withSandbox(async (sandbox) => {
    const s3 = s3Of(sandbox);
    const { Buckets = [] } = await s3.listBuckets({});
    assert.ok(Buckets.some(({ Name }) => Name === 'shop-assets'));
    assert.ok(Buckets.every(({ CreationDate }) => CreationDate instanceof Date));
    await assert.rejects(s3.listObjectsV2({ Bucket: 'nobody-has-this' }), refused('NoSuchBucket', /does not exist/));
    await assert.rejects(s3.getObject({ Bucket: 'shop-assets', Key: 'a & <b>' }), refused('NoSuchKey'));
    sandbox.setFaults({ denied: ['s3:GetObject'] });
    await assert.rejects(s3.getObject({ Bucket: 'shop-assets', Key: 'a' }), refused('AccessDenied', /s3:GetObject/));
    sandbox.setFaults({ throttle: 1 });
    await assert.rejects(s3.listBuckets({}), refused('SlowDown'));
  }));

test('a bucket that is not there keeps nothing, and the command goes on', () =>
  withSandbox(async (sandbox) => {
    const { id } = await printed(sandbox, { OutputS3BucketName: 'nobody-has-this' });
    const { Commands: [command] = [] } = await sandbox.ssm.send(new ListCommandsCommand({ CommandId: id }));
    assert.equal(command?.Status, 'Success');
    assert.equal(command?.OutputS3BucketName, 'nobody-has-this');
  }));

test('all that a command printed lies in the log group of its document, page by page', () =>
  withSandbox(async (sandbox) => {
    const { id, node } = await printed(sandbox, { CloudWatchOutputConfig: { CloudWatchOutputEnabled: true } });
    const logs = new CloudWatchLogs(clientSettings(sandbox.endpoint));
    const logGroupName = '/aws/ssm/AWS-RunShellScript';
    assert.deepEqual(
      (await logs.describeLogGroups({ logGroupNamePrefix: '/aws/' })).logGroups?.map((each) => each.logGroupName),
      [logGroupName],
    );
    const { logStreams = [] } = await logs.describeLogStreams({ logGroupName, logStreamNamePrefix: `${id}/${node}/` });
    const logStreamName = logStreams.find((each) => each.logStreamName?.endsWith('/stdout'))?.logStreamName ?? '';
    const read: string[] = [];
    let token: string | undefined;
    for (;;) {
      const page = await logs.getLogEvents({
        ...{ logGroupName, logStreamName, startFromHead: true, limit: 4000 },
        ...(token !== undefined && { nextToken: token }),
      });
      read.push(...(page.events ?? []).map(({ message = '' }) => message));
      if (page.nextForwardToken === token) break;
      token = page.nextForwardToken;
    }
    assert.deepEqual(read, lines);
    const last = await logs.getLogEvents({ logGroupName, logStreamName, limit: 2 });
    assert.deepEqual(
      last.events?.map(({ message }) => message),
      ['8999', '9000'],
    );
    const before = await logs.getLogEvents({
      logGroupName,
      logStreamName,
      limit: 1,
      nextToken: last.nextBackwardToken ?? '',
    });
    assert.deepEqual(
      before.events?.map(({ message }) => message),
      ['8998'],
    );
    await assert.rejects(
      logs.getLogEvents({ logGroupName, logStreamName: 'none' }),
      refused('ResourceNotFoundException', /log stream/),
    );
    await assert.rejects(
      logs.describeLogStreams({ logGroupName: 'none' }),
      refused('ResourceNotFoundException', /log group/),
    );
  }));

test('steps with names have a folder and a stream each', () =>
  withSandbox(async (sandbox) => {
    const step = (name: string, text: string) => ({
      ...{ name, action: 'aws:runShellScript', inputs: { runCommand: [`echo ${text}`] } },
    });
    const Content = JSON.stringify({ schemaVersion: '2.2', mainSteps: [step('first', 'one'), step('second', 'two')] });
    await sandbox.ssm.send(new CreateDocumentCommand({ Name: 'Two-Steps', Content, DocumentType: 'Command' }));
    const { id, node } = await printed(
      sandbox,
      {
        OutputS3BucketName: 'scratch-dev',
        CloudWatchOutputConfig: { CloudWatchOutputEnabled: true, CloudWatchLogGroupName: 'runs' },
      },
      'Two-Steps',
    );
    const { Contents = [] } = await s3Of(sandbox).listObjectsV2({ Bucket: 'scratch-dev' });
    assert.deepEqual(
      Contents.map(({ Key }) => Key),
      ['first', 'second'].map((name) => `${id}/${node}/awsrunShellScript/${name}/stdout`),
    );
    const logs = new CloudWatchLogs(clientSettings(sandbox.endpoint));
    const { logStreams = [] } = await logs.describeLogStreams({ logGroupName: 'runs' });
    assert.deepEqual(
      logStreams.map(({ logStreamName }) => logStreamName),
      ['first', 'second'].map((name) => `${id}/${node}/${name}/stdout`),
    );
  }));
