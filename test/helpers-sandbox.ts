/**
 * `withSandbox`: a pretend account on a loopback port, driven by the real SDK, with a clock that is moved by hand. Importing
 * this file does nothing.
 */

import assert from 'node:assert/strict';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { type Account, newAccountData, type Settings } from '../server/src/sandbox/account.ts';
import { handClock } from '../server/src/sandbox/clock.ts';
import { createAccount } from '../server/src/sandbox/create.ts';
import { diskLibrary } from '../server/src/sandbox/library.ts';
import { type ServerOptions, type Serving, serveAccount } from '../server/src/sandbox/server.ts';

export const credentials = { accessKeyId: 'AKIASANDBOX', secretAccessKey: 'the-secret-of-tests' };

export interface Sandbox {
  account: Account;
  endpoint: string;
  setFaults: Serving['setFaults'];
  ssm: SSMClient;
  ec2: EC2Client;
  sts: STSClient;
  config: ConfigServiceClient;
  events: EventBridgeClient;
  cloudtrail: CloudTrailClient;
  /** Lets time pass in the account. */
  pass(seconds: number): Promise<void>;
}

/** Settings of every client of a test: no retries, so that a refusal is seen as it is. */
export function clientSettings(endpoint: string) {
  return { endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 };
}

/** For `assert.rejects`: an error by its name, with words in its message. */
export function refused(name: string, words = /./): (error: Error) => boolean {
  return (error) => {
    assert.equal(error.name, name);
    assert.match(error.message, words);
    return true;
  };
}

/** Serves an account while `use` runs. */
export async function withSandbox(
  use: (sandbox: Sandbox) => Promise<void>,
  settings: Partial<Settings> = {},
  options: Partial<ServerOptions> = {},
): Promise<void> {
  const library = diskLibrary();
  const clock = handClock(Date.UTC(2026, 0, 5, 9));
  const account = createAccount(newAccountData(settings), clock, library);
  const faults: unknown[] = [];
  account.onFault = (error) => faults.push(error);
  const serving = await serveAccount(account, { port: 0, credentials, names: library.names(), ...options });
  const shared = clientSettings(serving.endpoint);
  const clients = {
    ssm: new SSMClient(shared),
    ec2: new EC2Client(shared),
    sts: new STSClient(shared),
    config: new ConfigServiceClient(shared),
    events: new EventBridgeClient(shared),
    cloudtrail: new CloudTrailClient(shared),
  };
  try {
    await use({
      account,
      endpoint: serving.endpoint,
      setFaults: serving.setFaults,
      ...clients,
      pass: (seconds) => account.pass(seconds * 1000, clock),
    });
    if (faults.length > 0) throw faults[0];
  } finally {
    for (const client of Object.values(clients)) client.destroy();
    await serving.close();
  }
}
