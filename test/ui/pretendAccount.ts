/** A pretend account beside a workbench, as a process. */

import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ask, type Faults, type Keys, setFaults } from '../helpers-signed.ts';
import { root } from './host.ts';

export interface PretendAccount {
  endpoint: string;
  region: string;
  keys: Keys;
  /** Asks Systems Manager of the account, as somebody else who uses it. */
  call(operation: string, input: object): Promise<Record<string, unknown>>;
  /** Has things go wrong from now on; only for one that was started with `--faults`. */
  goWrong(faults: Faults): Promise<void>;
  end(): void;
}

/** @param options - of `opswright sandbox`, such as `--nodes` and `200`. */
export async function startAccount(...options: string[]): Promise<PretendAccount> {
  const program = path.join(root, 'dist/cli.js');
  const child: ChildProcess = fork(program, ['sandbox', '--quiet', ...options], { silent: true });
  assert.ok(child.stdout);
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const { endpoint, region, accessKeyId, secretAccessKey } = JSON.parse(line);
  const keys: Keys = { accessKeyId, secretAccessKey };
  return {
    ...{ endpoint, region, keys },
    async call(operation, input) {
      const headers = { 'x-amz-target': `AmazonSSM.${operation}`, 'content-type': 'application/x-amz-json-1.1' };
      const { status, body } = await ask(endpoint, { headers, body: JSON.stringify(input), service: 'ssm', keys });
      assert.equal(status, 200, body);
      return JSON.parse(body);
    },
    goWrong: (faults) => setFaults(endpoint, keys, faults),
    end: () => void child.kill(),
  };
}
