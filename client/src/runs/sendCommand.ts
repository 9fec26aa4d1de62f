/**
 * Sends a command, once. Where the line breaks before the answer, the account is asked whether the command is there: a script
 * must not run twice, and one that runs must not be lost. Free of `vscode`.
 */

import type { Command, SendCommandRequest, SSM } from '@aws-sdk/client-ssm';
import { isUnsure } from '../aws/sentOnce.ts';

export type CommandCalls = Pick<SSM, 'sendCommand' | 'listCommands'>;

/** The clocks of this machine and of the service may differ so much, in milliseconds. */
const skew = 120_000;

/** How a command is known that was sent while nobody answered. */
export interface Recognition {
  /** Whether a command was seen before, so that an earlier one like it is not taken for this. */
  isKnown(id: string): boolean;
  /** Milliseconds since 1970. */
  now(): number;
}

/** The command as the service has it. Rejects with what the service says, or with a sentence where nobody can tell. */
export async function sendCommand(
  ssm: CommandCalls,
  input: SendCommandRequest & { DocumentName: string },
  { isKnown, now }: Recognition,
): Promise<Command> {
  const begun = now();
  try {
    return (await ssm.sendCommand(input)).Command ?? {};
  } catch (error) {
    if (!isUnsure(error)) throw error;
    const sent = await sentSince(ssm, input, begun - skew).catch((cause) => {
      const words =
        'Nobody answered, and it is not known whether the command was sent. Look at the view Runs before you send it again.';
      throw new Error(words, { cause });
    });
    const own = sent.find((command) => isLike(command, input) && !isKnown(command.CommandId ?? ''));
    if (own) return own;
    throw error;
  }
}

async function sentSince(ssm: CommandCalls, { DocumentName }: { DocumentName: string }, since: number) {
  // A document may be named by its ARN, and is listed by its name.
  const name = DocumentName.split('/').at(-1) ?? DocumentName;
  const Filters = [
    { key: 'DocumentName' as const, value: name },
    { key: 'InvokedAfter' as const, value: `${new Date(since).toISOString().slice(0, 19)}Z` },
  ];
  return (await ssm.listCommands({ Filters, MaxResults: 50 })).Commands ?? [];
}

function isLike(command: Command, input: SendCommandRequest): boolean {
  const { Parameters = {}, InstanceIds = [], Targets = [], Comment = '' } = input;
  return (
    same(command.Parameters ?? {}, Parameters) &&
    same(command.Targets ?? [], Targets) &&
    (Targets.length > 0 || same([...(command.InstanceIds ?? [])].sort(), [...InstanceIds].sort())) &&
    (command.Comment ?? '') === Comment
  );
}

/** Plain data alike, whatever the order of keys. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
