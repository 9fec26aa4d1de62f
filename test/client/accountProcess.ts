/**
 * Serves the pretend accounts of the suites, as many as are asked for, in one process beside the extension host: a process for
 * each would take longer to start than most tests take.
 */

import { parseArgs } from 'node:util';
import { type Sandbox, startSandbox } from '../../server/src/sandbox.ts';

/** What is to be done with the account of this number. */
export type Asked = { id: number } & (
  | { what: 'start'; port: number; options: string[] }
  /** It goes on answering after faults have taken it away. */
  | { what: 'comeBack' }
  | { what: 'end' }
);

/** That it is done, with what a start leads to; or why it is not. */
export interface Answered {
  id: number;
  place?: { endpoint: string; region: string; accessKeyId: string; secretAccessKey: string };
  fault?: string;
}

const accounts = new Map<number, Sandbox>();

/** How long things take in an account, unless its test says otherwise: a quarter of what they roughly take in AWS. */
const quick = '0.25';

/** The options are those of `opswright sandbox`. */
async function start(id: number, port: number, args: string[]): Promise<Answered> {
  const text = { type: 'string' } as const;
  const options = { nodes: text, throttle: text, pace: text, faults: { type: 'boolean' } } as const;
  const { nodes, throttle, pace = quick, faults: takesFaults = false } = parseArgs({ args, options }).values;
  const sandbox = await startSandbox({
    ...{ port, takesFaults },
    settings: { pace: Number(pace), ...(nodes !== undefined && { nodes: Number(nodes) }) },
    ...(throttle !== undefined && { faults: { throttle: Number(throttle) } }),
  });
  accounts.set(id, sandbox);
  const { endpoint, region, credentials } = sandbox;
  return { id, place: { endpoint, region, ...credentials } };
}

async function act(asked: Asked): Promise<Answered> {
  const { id } = asked;
  if (asked.what === 'start') return start(id, asked.port, asked.options);
  if (asked.what === 'comeBack') accounts.get(id)?.setFaults({ awayFor: 0 });
  else {
    await accounts.get(id)?.stop();
    accounts.delete(id);
  }
  return { id };
}

process.on('message', (asked: Asked) => {
  void act(asked)
    .catch((error: Error): Answered => ({ id: asked.id, fault: error.stack ?? error.message }))
    .then((answered) => process.send?.(answered));
});
// Whoever started it is gone.
process.once('disconnect', () => process.exit());
