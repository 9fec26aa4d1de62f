import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullOutput, type OutputReads } from '../../client/src/runs/fullOutput.ts';

const long = 'x'.repeat(24_000);
const step = { name: 'aws:runShellScript', several: false };

/** Services that answer with these; what is not given throws as if it was denied. */
function services(stdout: string, more: { objects?: Record<string, string>; streams?: Record<string, string[]> } = {}) {
  const { objects, streams } = more;
  const denied = async () => {
    throw new Error('Access Denied');
  };
  return {
    ssm: { getCommandInvocation: async () => ({ StandardOutputContent: stdout, StandardErrorContent: '' }) },
    s3: {
      listObjectsV2: objects
        ? async ({ Prefix }: { Prefix: string }) => ({
            Contents: Object.keys(objects).flatMap((Key) => (Key.startsWith(Prefix) ? [{ Key }] : [])),
          })
        : denied,
      getObject: async ({ Key }: { Key: string }) => ({ Body: { transformToString: async () => objects?.[Key] } }),
    },
    logs: {
      describeLogStreams: streams
        ? async () => ({ logStreams: Object.keys(streams).map((logStreamName) => ({ logStreamName })) })
        : denied,
      getLogEvents: async ({ logStreamName, nextToken = '0' }: { logStreamName: string; nextToken?: string }) => {
        const pages = streams?.[logStreamName] ?? [];
        const at = Number(nextToken);
        const message = pages[at];
        return {
          events: message === undefined ? [] : [{ message }],
          nextForwardToken: `${Math.min(at + 1, pages.length)}`,
        };
      },
    },
  } as unknown as OutputReads;
}

describe('the whole output of a step', () => {
  it('is what the service keeps, when that is not cut', async () => {
    assert.deepEqual(await fullOutput(services('short\n'), { CommandId: 'c' }, 'i-1', step), {
      stdout: 'short\n',
      stderr: '',
    });
  });

  it('comes from the bucket, by command, node and plugin', async () => {
    const objects = {
      'runs/c/i-1/awsrunShellScript/0.awsrunShellScript/stdout': 'all of it',
      'runs/c/i-2/awsrunShellScript/stdout': 'other',
    };
    const command = { CommandId: 'c', OutputS3BucketName: 'kept', OutputS3KeyPrefix: 'runs/' };
    assert.deepEqual(await fullOutput(services(long, { objects }), command, 'i-1', step), {
      stdout: 'all of it',
      stderr: '',
    });
  });

  it('comes from the log group, page by page', async () => {
    const streams = { 'c/i-1/aws-runShellScript/stdout': ['one', 'two', 'three'] };
    const command = { CommandId: 'c', CloudWatchOutputConfig: { CloudWatchOutputEnabled: true } };
    const { stdout } = await fullOutput(services(long, { streams }), command, 'i-1', step);
    assert.equal(stdout, 'one\ntwo\nthree');
  });

  it('is said to be cut where nobody keeps the rest, or it may not be read', async () => {
    const alone = await fullOutput(services(long), { CommandId: 'c' }, 'i-1', step);
    assert.match(alone.cut ?? '', /no more than 24,000 characters/);
    const denied = await fullOutput(services(long), { CommandId: 'c', OutputS3BucketName: 'kept' }, 'i-1', step);
    assert.match(denied.cut ?? '', /the bucket kept, which could not be read: Access Denied/);
    assert.equal(denied.stdout, long);
  });
});
