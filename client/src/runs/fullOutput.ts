/**
 * All that a step of a command printed on a node. The lists of the service end after 2,500 characters, GetCommandInvocation
 * after 24,000 of standard output and 8,000 of standard error; the rest is where the sender had it kept: in a bucket of S3, or
 * in CloudWatch Logs. Free of `vscode`.
 *
 * Places as the service documents them: `PREFIX/COMMAND/NODE/PLUGIN/STEP/stdout` in a bucket; streams
 * `COMMAND/NODE/PLUGIN/stdout` in the log group, which is `/aws/ssm/DOCUMENT` where none was named.
 */

import type { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import type { S3 } from '@aws-sdk/client-s3';
import type { Command, SSM } from '@aws-sdk/client-ssm';
import { readFault } from '../aws/fault.ts';

export interface OutputReads {
  ssm: Pick<SSM, 'getCommandInvocation'>;
  s3: Pick<S3, 'listObjectsV2' | 'getObject'>;
  logs: Pick<CloudWatchLogs, 'describeLogStreams' | 'getLogEvents'>;
}

export interface FullOutput {
  stdout: string;
  stderr: string;
  /** Where it ends early, why, and what to do: a sentence. */
  cut?: string;
  /** It may be read the next time. */
  again?: true;
}

/** What there is of an output: all of it, or why what the list of the service has ends early. */
export type FoundOutput = FullOutput | { stdout?: undefined; cut: string };

export interface Part {
  /** Of the step, as the service has it. */
  name: string;
  /** The document has other steps too. */
  several: boolean;
}

/** What a list of the service gives of an output, in characters. */
export const listedLength = 2500;
const invocationLength = { stdout: 24_000, stderr: 8000 };
/** No editor is helped by more; in bytes, or in characters where the service counts those. */
const mostLength = 5_000_000;

/** All that a step printed on a node. Rejects where not even what the service keeps can be read. */
export async function fullOutput(reads: OutputReads, command: Command, node: string, part: Part): Promise<FullOutput> {
  const CommandId = command.CommandId ?? '';
  const answer = await reads.ssm.getCommandInvocation({
    CommandId,
    InstanceId: node,
    ...(part.several && { PluginName: part.name }),
  });
  const short = { stdout: answer.StandardOutputContent ?? '', stderr: answer.StandardErrorContent ?? '' };
  const whole = short.stdout.length < invocationLength.stdout && short.stderr.length < invocationLength.stderr;
  if (whole) return short;
  const { CloudWatchOutputConfig: config, OutputS3BucketName: bucket } = command;
  if (bucket) return orShort(short, `the bucket ${bucket}`, () => fromBucket(reads.s3, command, bucket, node, part));
  if (config?.CloudWatchOutputEnabled) {
    const group = config.CloudWatchLogGroupName || `/aws/ssm/${command.DocumentName}`;
    return orShort(short, `the log group ${group}`, () => fromLogs(reads.logs, group, CommandId, node, part));
  }
  return {
    ...short,
    cut: 'The service keeps no more than 24,000 characters. A command that is sent with an S3 bucket or a log group keeps all of it.',
  };
}

/** What could not be fetched is told, beside what there is. */
async function orShort(
  short: FullOutput,
  where: string,
  read: () => Promise<FullOutput | undefined>,
): Promise<FullOutput> {
  try {
    const found = await read();
    return (
      found ?? {
        ...short,
        cut: `The service keeps no more than 24,000 characters, and ${where} has nothing of this command.`,
        again: true,
      }
    );
  } catch (error) {
    return {
      ...short,
      cut: `The service keeps no more than 24,000 characters; the rest is in ${where}, which could not be read: ${readFault(error).detail}`,
      again: true,
    };
  }
}

async function fromBucket(
  s3: OutputReads['s3'],
  { CommandId, OutputS3KeyPrefix }: Command,
  Bucket: string,
  node: string,
  part: Part,
): Promise<FullOutput | undefined> {
  const Prefix = `${OutputS3KeyPrefix ? `${OutputS3KeyPrefix.replace(/\/$/, '')}/` : ''}${CommandId}/${node}/`;
  const keys = ((await s3.listObjectsV2({ Bucket, Prefix })).Contents ?? []).flatMap(({ Key }) => Key ?? []);
  const read = async (stream: string): Promise<Printed | undefined> => {
    const key = ofStep(keys, Prefix, part, stream);
    if (key === undefined) return undefined;
    const answer = await s3.getObject({ Bucket, Key: key, Range: `bytes=0-${mostLength - 1}` });
    const size = Number(/\/(\d+)$/.exec(answer.ContentRange ?? '')?.[1] ?? 0);
    return { text: (await answer.Body?.transformToString()) ?? '', isCut: size > mostLength };
  };
  return both(await read('stdout'), await read('stderr'));
}

async function fromLogs(
  logs: OutputReads['logs'],
  logGroupName: string,
  commandId: string | undefined,
  node: string,
  part: Part,
): Promise<FullOutput | undefined> {
  const prefix = `${commandId}/${node}/`;
  const names = await streamsWith(logs, logGroupName, prefix);
  const read = async (stream: string): Promise<Printed | undefined> => {
    const logStreamName = ofStep(names, prefix, part, stream);
    if (logStreamName === undefined) return undefined;
    const lines: string[] = [];
    let length = 0;
    let token: string | undefined;
    for (;;) {
      const page = {
        logGroupName,
        logStreamName,
        startFromHead: true,
        ...(token !== undefined && { nextToken: token }),
      };
      const { events = [], nextForwardToken } = await logs.getLogEvents(page);
      for (const { message = '' } of events) {
        lines.push(message.replace(/\n$/, ''));
        length += message.length;
      }
      // The end of a stream answers with the token that it was asked with.
      const isEnd = nextForwardToken === undefined || nextForwardToken === token;
      if (isEnd || length > mostLength) return { text: lines.join('\n'), isCut: !isEnd };
      token = nextForwardToken;
    }
  };
  return both(await read('stdout'), await read('stderr'));
}

/** A document with many steps has more streams than a page of them. */
async function streamsWith(logs: OutputReads['logs'], logGroupName: string, prefix: string): Promise<string[]> {
  const names: string[] = [];
  let token: string | undefined;
  do {
    const page = { logGroupName, logStreamNamePrefix: prefix, ...(token !== undefined && { nextToken: token }) };
    const { logStreams = [], nextToken } = await logs.describeLogStreams(page);
    names.push(...logStreams.flatMap(({ logStreamName }) => logStreamName ?? []));
    token = nextToken || undefined;
  } while (token !== undefined);
  return names;
}

/**
 * The place of a stream of a step among those of a node: the one with its name on the way, or the only one of a document with
 * one step. Of several steps the only one that printed an error may be another.
 */
function ofStep(
  places: readonly string[],
  prefix: string,
  { name, several }: Part,
  stream: string,
): string | undefined {
  const ends = places.filter((place) => place.endsWith(`/${stream}`));
  const named = ends.find((place) =>
    place
      .slice(prefix.length)
      .split('/')
      .some((part) => isNamed(part, name)),
  );
  return named ?? (ends.length === 1 && !several ? ends[0] : undefined);
}

/** `aws:runShellScript` is `awsrunShellScript` or `aws-runShellScript` there, with a number before it in old documents. */
function isNamed(part: string, name: string): boolean {
  const plain = name.replace(':', '');
  return part === name || part === plain || part === name.replace(':', '-') || part.endsWith(`.${plain}`);
}

/** What a place has of a stream, and whether it has more. */
interface Printed {
  text: string;
  isCut: boolean;
}

function both(stdout: Printed | undefined, stderr: Printed | undefined): FullOutput | undefined {
  if (stdout === undefined && stderr === undefined) return undefined;
  const cut = stdout?.isCut || stderr?.isCut ? { cut: 'Only the first 5 MB are shown.' } : {};
  return { stdout: stdout?.text ?? '', stderr: stderr?.text ?? '', ...cut };
}
