import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullOutput, listedLength, type OutputReads } from '../../client/src/runs/fullOutput.ts';
import { type CommandRun, commandRun } from '../../client/src/runs/run.ts';
import { wholeOutputs } from '../../client/src/runs/wholeOutputs.ts';

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

/** A command that has ended on nodes, each with one step that printed more than the list has. */
function commandOn(nodes: number): CommandRun {
  const run = commandRun({ id: 'shop', kind: 'profile', region: 'eu-west-1' }, { CommandId: 'c', Status: 'Success' });
  const CommandPlugins = [{ Name: step.name, Status: 'Success' as const, Output: long.slice(0, listedLength) }];
  const invocations = Array.from({ length: nodes }, (_, index) => ({ InstanceId: `i-${index}`, CommandPlugins }));
  return { ...run, invocations };
}

describe('outputs that a list has cut', () => {
  it('are fetched once, and of many nodes for the first ones alone', async () => {
    let asked = 0;
    const reads = services('all of it');
    const ssm = { getCommandInvocation: () => ++asked && reads.ssm.getCommandInvocation({} as never) };
    const counted = async () => ({ ...reads, ssm }) as unknown as OutputReads;
    const outputs = wholeOutputs();
    const run = commandOn(30);
    const found = await outputs.of(run, undefined, counted);
    assert.equal(asked, 20);
    assert.equal(found('i-3', step.name)?.stdout, 'all of it');
    assert.match(found('i-25', step.name)?.cut ?? '', /Show the output of this node alone/);
    const alone = await outputs.of(run, 'i-25', counted);
    assert.equal(alone('i-25', step.name)?.stdout, 'all of it');
    await outputs.of(run, 'i-3', counted);
    assert.equal(asked, 21);
  });

  it('are so many as an editor takes, however long each of them is', async () => {
    const outputs = wholeOutputs();
    let asked = 0;
    const answer = { StandardOutputContent: 'x'.repeat(4_000_000), StandardErrorContent: '' };
    const objects = Object.fromEntries(
      Array.from({ length: 6 }, (_, index) => [`c/i-${index}/awsrunShellScript/stdout`, answer.StandardOutputContent]),
    );
    const reads = services(long, { objects });
    const ssm = { getCommandInvocation: async () => ++asked && answer };
    const run = commandOn(6);
    const command = { ...run.command, OutputS3BucketName: 'kept' };
    const found = await outputs.of({ ...run, command }, undefined, async () => ({ ...reads, ssm }) as never);
    assert.equal(asked, 3);
    assert.equal(found('i-2', step.name)?.stdout?.length, 4_000_000);
    assert.match(found('i-3', step.name)?.cut ?? '', /Show the output of this node alone/);
  });

  it('are told where they cannot be read, and read the next time', async () => {
    let denied = true;
    const reads = async () => {
      if (denied) throw Object.assign(new Error('not now'), { name: 'AccessDeniedException' });
      return services('all of it');
    };
    const outputs = wholeOutputs();
    const first = await outputs.of(commandOn(1), undefined, reads);
    assert.equal(first('i-0', step.name)?.stdout, undefined);
    assert.match(first('i-0', step.name)?.cut ?? '', /the rest could not be read: .*not now/);
    denied = false;
    const second = await outputs.of(commandOn(1), undefined, reads);
    assert.equal(second('i-0', step.name)?.stdout, 'all of it');
  });

  it('are asked for once where nobody answers', async () => {
    let asked = 0;
    const reads = () => {
      asked++;
      return Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }));
    };
    const found = await wholeOutputs().of(commandOn(5), undefined, reads);
    assert.equal(asked, 1);
    assert.match(found('i-4', step.name)?.cut ?? '', /could not be read/);
  });
});

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

  it('is said to be cut where the bucket has more than is read, however few letters that is', async () => {
    const objects = { 'c/i-1/awsrunShellScript/stdout': 'ä'.repeat(100) };
    const reads = services(long, { objects });
    const getObject = async () => ({
      Body: { transformToString: async () => 'ä'.repeat(100) },
      ContentRange: 'bytes 0-4999999/5000001',
    });
    const s3 = { ...reads.s3, getObject } as unknown as OutputReads['s3'];
    const command = { CommandId: 'c', OutputS3BucketName: 'kept' };
    const { cut } = await fullOutput({ ...reads, s3 }, command, 'i-1', step);
    assert.equal(cut, 'Only the first 5 MB are shown.');
  });

  it('comes from the log group, page by page', async () => {
    const streams = { 'c/i-1/aws-runShellScript/stdout': ['one', 'two', 'three'] };
    const command = { CommandId: 'c', CloudWatchOutputConfig: { CloudWatchOutputEnabled: true } };
    const { stdout } = await fullOutput(services(long, { streams }), command, 'i-1', step);
    assert.equal(stdout, 'one\ntwo\nthree');
  });

  it('of one of several steps is never that of another', async () => {
    const objects = {
      'c/i-1/awsrunShellScript/first/stdout': 'one',
      'c/i-1/awsrunShellScript/second/stdout': 'two',
      'c/i-1/awsrunShellScript/second/stderr': 'oh',
    };
    const command = { CommandId: 'c', OutputS3BucketName: 'kept' };
    const first = { name: 'first', several: true };
    assert.deepEqual(await fullOutput(services(long, { objects }), command, 'i-1', first), {
      stdout: 'one',
      stderr: '',
    });
  });

  it('is said to be cut where nobody keeps the rest, or it may not be read', async () => {
    const alone = await fullOutput(services(long), { CommandId: 'c' }, 'i-1', step);
    assert.match(alone.cut ?? '', /no more than 24,000 characters/);
    const denied = await fullOutput(services(long), { CommandId: 'c', OutputS3BucketName: 'kept' }, 'i-1', step);
    assert.match(denied.cut ?? '', /the bucket kept, which could not be read: Access Denied/);
    assert.equal(denied.stdout, long);
  });
});
