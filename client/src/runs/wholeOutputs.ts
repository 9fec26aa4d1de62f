/**
 * Whole outputs of steps that a list of the service has cut, fetched once for each and kept. What cannot be fetched is told
 * beside what the list has. Free of `vscode`.
 */

import { readFault } from '../aws/fault.ts';
import { type FoundOutput, type FullOutput, fullOutput, listedLength, type OutputReads } from './fullOutput.ts';
import type { FullOutputs } from './logText.ts';
import { isFinal } from './phase.ts';
import { type CommandRun, nameOf } from './run.ts';

export interface WholeOutputs {
  /** @param node - one of its nodes; all of them when absent. @param reads - asked for when there is something to fetch. */
  of(run: CommandRun, node: string | undefined, reads: () => Promise<OutputReads>): Promise<FullOutputs>;
}

/** How many are fetched for one text, and how long they are together, in characters: an editor takes 50 MB. */
const mostFetched = { outputs: 20, length: 10_000_000 };
/** As many are kept as are this long together, in characters. */
const mostKept = 20_000_000;

const beyond = 'The list of the service ends here. Show the output of this node alone to read all of it.';

export function wholeOutputs(): WholeOutputs {
  /** By connection, command, node and step. */
  const kept = new Map<string, FullOutput>();

  function keep(name: string, output: FullOutput): void {
    kept.set(name, output);
    let length = 0;
    for (const each of kept.values()) length += lengthOf(each);
    for (const [oldest, each] of kept) {
      if (length <= mostKept) return;
      kept.delete(oldest);
      length -= lengthOf(each);
    }
  }

  return {
    async of(run, node, reads) {
      const found = new Map<string, FoundOutput>();
      let { outputs: left, length: room } = mostFetched;
      /** Nobody answers: the others are not waited for. */
      let silent: FoundOutput | undefined;
      for (const each of cutIn(run, node)) {
        const name = placeOf(run, each.node, each.name);
        const known = kept.get(name);
        if (room <= 0) found.set(name, { cut: beyond });
        else if (known === undefined && silent === undefined && left-- > 0) {
          const full = await fetch(run, each, reads);
          found.set(name, full.found);
          room -= lengthOf(full.found);
          if (full.silent) silent = full.found;
          if (full.found.stdout !== undefined && !full.found.again) keep(name, full.found);
        } else {
          found.set(name, known ?? silent ?? { cut: beyond });
          room -= known ? lengthOf(known) : 0;
        }
      }
      return (of, step) => found.get(placeOf(run, of, step));
    },
  };
}

function lengthOf(output: FoundOutput): number {
  return output.stdout === undefined ? 0 : output.stdout.length + output.stderr.length;
}

interface Cut {
  node: string;
  name: string;
  several: boolean;
}

/** Steps that have ended, and printed more than the list has. */
function cutIn({ invocations = [] }: CommandRun, node: string | undefined): Cut[] {
  return invocations
    .filter(({ InstanceId }) => node === undefined || InstanceId === node)
    .flatMap(({ InstanceId = '', CommandPlugins = [] }) =>
      CommandPlugins.filter(({ Output = '', Status }) => isFinal(Status) && Output.length >= listedLength - 100).map(
        ({ Name = '' }) => ({ node: InstanceId, name: Name, several: CommandPlugins.length > 1 }),
      ),
    );
}

async function fetch(
  { command }: CommandRun,
  { node, ...part }: Cut,
  reads: () => Promise<OutputReads>,
): Promise<{ found: FoundOutput; silent?: boolean }> {
  try {
    return { found: await fullOutput(await reads(), command, node, part) };
  } catch (error) {
    const { kind, detail } = readFault(error);
    const cut = `The list of the service ends here, and the rest could not be read: ${detail}`;
    return { found: { cut }, silent: kind === 'unreachable' || kind === 'signedOut' };
  }
}

function placeOf({ key }: CommandRun, node: string, step: string): string {
  return `${nameOf(key)} ${node} ${step}`;
}
