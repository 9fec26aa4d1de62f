/** Commands are sent once: through the real clients of the extension, to a pretend account whose answers get lost. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Clients, createClients } from '../../client/src/aws/clients.ts';
import { readFault } from '../../client/src/aws/fault.ts';
import { isCommand } from '../../client/src/runs/run.ts';
import { send } from '../../client/src/runs/send.ts';
import { credentials, type Sandbox, withSandbox } from '../helpers-sandbox.ts';

async function withClients(use: (clients: Clients, sandbox: Sandbox) => Promise<void>): Promise<void> {
  await withSandbox(async (sandbox) => {
    const { endpoint } = sandbox;
    const clients = createClients({
      connection: { id: 'shop', kind: 'profile', region: 'eu-west-1', endpoint },
      keys: credentials,
      version: '0.0.0',
      observe: () => undefined,
      askCode: () => Promise.reject(new Error('There is no device')),
    });
    await use(clients, sandbox).finally(() => clients.destroy());
  });
}

const connection = { id: 'shop', kind: 'profile' as const, region: 'eu-west-1' };
const Targets = [{ Key: 'tag:Environment', Values: ['prod'] }];
const request = {
  kind: 'command' as const,
  input: { DocumentName: 'AWS-RunShellScript', Parameters: { commands: ['uptime'] }, Targets, Comment: 'once' },
};

async function sentWith({ ssm }: Clients, comment = 'once'): Promise<string[]> {
  const { Commands = [] } = await ssm.listCommands({});
  return Commands.filter(({ Comment }) => Comment === comment).map(({ CommandId = '' }) => CommandId);
}

/** By the clock of the account. */
function by({ account }: Sandbox, isKnown = (_id: string) => false) {
  return { isKnown, now: () => account.now() };
}

describe('a command whose answer is lost', () => {
  it('is not sent again, and is found', () =>
    withClients(async (clients, sandbox) => {
      const { setFaults } = sandbox;
      setFaults({ lostAnswers: ['ssm:SendCommand'] });
      const run = await send(clients, connection, request, by(sandbox));
      assert.ok(isCommand(run));
      assert.deepEqual(await sentWith(clients), [run.key.id]);
    }));

  it('is not taken for one like it that was sent before', () =>
    withClients(async (clients, sandbox) => {
      const { setFaults } = sandbox;
      const first = await send(clients, connection, request, by(sandbox));
      setFaults({ lostAnswers: ['ssm:SendCommand'] });
      const second = await send(
        clients,
        connection,
        request,
        by(sandbox, (id) => id === first.key.id),
      );
      assert.notEqual(second.key.id, first.key.id);
      assert.equal((await sentWith(clients)).length, 2);
    }));

  it('is said to be unsure where nobody can tell', () =>
    withClients(async (clients, sandbox) => {
      const { setFaults } = sandbox;
      setFaults({ lostAnswers: ['ssm:SendCommand'], denied: ['ssm:ListCommands'] });
      await assert.rejects(
        send(clients, connection, request, by(sandbox)),
        /not known whether the command was sent.*view Runs/,
      );
    }));

  it('is told like any connection that is lost where it did not arrive', () =>
    withClients(async (clients, sandbox) => {
      const lost = Object.assign(new Error('socket hang up'), { name: 'UnsureError' });
      const ssm = { sendCommand: () => Promise.reject(lost), listCommands: async () => ({ Commands: [] }) };
      const error = await send({ ssm } as unknown as Clients, connection, request, by(sandbox)).catch((each) => each);
      assert.equal(readFault(error).kind, 'unreachable');
      assert.deepEqual(await sentWith(clients), []);
    }));
});

describe('an automation whose answer is lost', () => {
  it('is begun once, though it is sent again', () =>
    withClients(async (clients, sandbox) => {
      const { setFaults } = sandbox;
      const count = async () =>
        (await clients.ssm.describeAutomationExecutions({})).AutomationExecutionMetadataList?.length ?? 0;
      const before = await count();
      setFaults({ lostAnswers: ['ssm:StartAutomationExecution'] });
      const input = { DocumentName: 'AWS-RestartEC2Instance', Parameters: { InstanceId: ['i-00000000000000001'] } };
      const lost = send(clients, connection, { kind: 'automation', input }, by(sandbox));
      await assert.rejects(lost, (error) => readFault(error).kind === 'unreachable');
      assert.equal(await count(), before + 1);
    }));

  it('is known by its token, and refused with other parameters', () =>
    withClients(async ({ ssm }) => {
      const ClientToken = '6f9619ff-8b86-4011-b42d-00c04fc964ff';
      const input = (id: string) => ({
        ...{ DocumentName: 'AWS-RestartEC2Instance', Parameters: { InstanceId: [id] } },
        ClientToken,
      });
      const first = await ssm.startAutomationExecution(input('i-00000000000000001'));
      const again = await ssm.startAutomationExecution(input('i-00000000000000001'));
      assert.equal(again.AutomationExecutionId, first.AutomationExecutionId);
      await assert.rejects(ssm.startAutomationExecution(input('i-00000000000000002')), {
        name: 'IdempotentParameterMismatch',
      });
    }));
});
