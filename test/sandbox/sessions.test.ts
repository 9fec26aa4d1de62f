/** Sessions with pretend nodes, from StartSession to the end of the data channel. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateDocumentCommand,
  DescribeInstanceInformationCommand,
  DescribeSessionsCommand,
  GetConnectionStatusCommand,
  ResumeSessionCommand,
  type SSMClient,
  StartSessionCommand,
  type StartSessionCommandOutput,
  TerminateSessionCommand,
} from '@aws-sdk/client-ssm';
import { WebSocket } from 'ws';
import { payloadTypes } from '../../channel/src/message.ts';
import { flags, readFlag, writeFlag, writePayload } from '../../channel/src/payloads.ts';
import { createMux } from '../../channel/src/smux.ts';
import { type Sandbox, withSandbox } from '../helpers-sandbox.ts';
import { type Client, type Opening, openSession } from '../helpers-session.ts';

async function nodeOf(ssm: SSMClient, platform: string): Promise<{ id: string; name: string; ip: string }> {
  const { InstanceInformationList = [] } = await ssm.send(new DescribeInstanceInformationCommand({}));
  const node = InstanceInformationList.find((each) => each.PlatformType === platform && each.PingStatus === 'Online');
  return { id: node?.InstanceId ?? '', name: node?.ComputerName ?? '', ip: node?.IPAddress ?? '' };
}

type Starting = {
  name?: string;
  parameters?: Record<string, string[]>;
  loss?: number;
  version?: string;
  platform?: string;
};

/** Starts a session on a node, opens its channel while `use` runs. */
function withSession(
  { name, parameters, loss, version, platform = 'Linux' }: Starting,
  use: (
    client: Client,
    sandbox: Sandbox,
    started: StartSessionCommandOutput & { node: { id: string; name: string; ip: string } },
  ) => Promise<void>,
): Promise<void> {
  return withSandbox(async (sandbox) => {
    const node = await nodeOf(sandbox.ssm, platform);
    const started = await sandbox.ssm.send(
      new StartSessionCommand({ Target: node.id, DocumentName: name, Parameters: parameters }),
    );
    const client = openSession(started, loss, version);
    try {
      await use(client, sandbox, { ...started, node });
    } finally {
      client.stop();
    }
  });
}

for (const loss of [0, 0.1])
  test(`a shell answers, keeps its folder and ends with exit${loss > 0 ? ', over a bad line' : ''}`, () =>
    withSession({ loss }, async (client, { ssm }, { SessionId, node }) => {
      await client.until(/# $/);
      const { Sessions: active = [] } = await ssm.send(new DescribeSessionsCommand({ State: 'Active' }));
      assert.deepEqual(
        active.map((each) => [each.SessionId, each.Status]),
        [[SessionId, 'Connected']],
      );
      client.channel.send(payloadTypes.size, writePayload({ cols: 132, rows: 50 }));
      for (const key of 'hostname\r') client.type(key);
      await client.until(new RegExp(`hostname\r\n${node.name}\r\n`));
      client.type('cd /tmp && touch kept; X=é\r');
      client.type('echo $PWD $X $COLUMNS; ls\r');
      await client.until(/\r\n\/tmp é 132\r\n(.*\r\n)?kept\r\n/);
      client.type('exit\r');
      assert.equal(await client.closed, '');
      const { Sessions: [last] = [] } = await ssm.send(new DescribeSessionsCommand({ State: 'History' }));
      assert.deepEqual([last?.SessionId, last?.Status], [SessionId, 'Terminated']);
    }));

test('keys edit the line: rubbing out, Ctrl-C, the line before, Ctrl-D', () =>
  withSession({}, async (client) => {
    client.type('echo onf\x7fe\r');
    await client.until(/\r\none\r\n/);
    client.type('echo never\x03');
    await client.until(/never\^C\r\n/);
    client.type('\x1b[A\r');
    await client.until(/\r\none\r\n[\s\S]*\r\none\r\n/);
    client.type('\x04');
    assert.equal(await client.closed, '');
    assert.doesNotMatch(client.output(), /\r\nnever/);
  }));

test('a Windows node has PowerShell', () =>
  withSession({ platform: 'Windows' }, async (client) => {
    await client.until(/PS C:\\Windows\\system32> $/);
    client.type('Write-Output hello\r');
    await client.until(/\r\nhello\r\n/);
  }));

test('a session goes on over another socket, and nothing is lost', () =>
  withSession({}, async (client, { ssm }, { SessionId }) => {
    client.type('cd /var\r');
    await client.until(/cd \/var\r\n.*# $/);
    client.drop();
    client.type('pwd\r');
    client.reconnect(await ssm.send(new ResumeSessionCommand({ SessionId })));
    await client.until(/\r\n\/var\r\n/);
  }));

test('a token opens a channel once, and only its own', () =>
  withSession({}, async (client, { ssm }, started) => {
    await client.until(/# $/);
    const refused = async (opening: Opening): Promise<void> => {
      const other = openSession(opening);
      assert.equal(await other.closed, 'socket closed');
      other.stop();
    };
    await refused(started);
    await refused({ ...started, TokenValue: 'guessed' });
    const resumed = await ssm.send(new ResumeSessionCommand({ SessionId: started.SessionId }));
    // The token is right, but this is another client.
    await refused(resumed);
  }));

test('a page in a browser gets no socket', () =>
  withSession({}, async (_, __, { StreamUrl = '' }) => {
    const refused = await new Promise<string>((resolve) => {
      const web = new WebSocket(StreamUrl, { origin: 'https://example.com' });
      web.on('error', (error) => resolve(error.message));
    });
    assert.match(refused, /403/);
  }));

test('TerminateSession closes the channel; a session that is over gives no token', () =>
  withSession({}, async (client, { ssm }, { SessionId }) => {
    await client.until(/# $/);
    await ssm.send(new TerminateSessionCommand({ SessionId }));
    assert.equal(await client.closed, '');
    const resumed = await ssm.send(new ResumeSessionCommand({ SessionId }));
    assert.equal(resumed.TokenValue, undefined);
  }));

for (const [runAs, pattern] of [
  ['ec2-user', /ec2-user\r\n\/home\/ec2-user\r\n/],
  ['nobody-here', /^Unable to start shell: failed to start pty since RunAs user nobody-here does not exist$/],
  ['', /^Unable to start shell: please set the RunAs default user$/],
] as const)
  test(`a shell runs as ${runAs || 'nobody'}, as its document says, or says why it cannot`, () =>
    withSandbox(async ({ ssm }) => {
      const inputs = { runAsEnabled: true, runAsDefaultUser: runAs };
      const Content = JSON.stringify({ schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs });
      await ssm.send(new CreateDocumentCommand({ Name: 'Ops-Shell', DocumentType: 'Session', Content }));
      const { id } = await nodeOf(ssm, 'Linux');
      const client = openSession(await ssm.send(new StartSessionCommand({ Target: id, DocumentName: 'Ops-Shell' })));
      try {
        if (runAs === 'ec2-user') {
          await client.until(/\$ $/);
          client.type('whoami; pwd\r');
          await client.until(pattern);
        } else assert.match(await client.closed, pattern);
      } finally {
        client.stop();
      }
    }));

test('a session that is idle for 20 minutes is ended', () =>
  withSession({}, async (client, { pass }) => {
    await client.until(/# $/);
    await pass(15 * 60);
    client.type('echo still here\r');
    await client.until(/\r\nstill here\r\n/);
    await pass(15 * 60);
    client.type('echo and here\r');
    await client.until(/\r\nand here\r\n/);
    await pass(21 * 60);
    assert.equal(await client.closed, 'It was idle for 20 minutes.');
  }));

test('an interactive command runs in a terminal and ends', () =>
  withSession(
    { name: 'AWS-StartInteractiveCommand', parameters: { command: ['echo a; echo b >&2'] } },
    async (client) => {
      assert.equal(await client.closed, '');
      assert.equal(client.output(), 'a\r\nb\r\n');
    },
  ));

test('a command without a terminal shakes hands, and gives its output at the end', () =>
  withSession(
    { name: 'AWS-StartNonInteractiveCommand', parameters: { command: ['hostname'] } },
    async (client, _, { node }) => {
      assert.equal(await client.ready, null);
      assert.equal(await client.closed, '');
      assert.equal(client.output(), `${node.name}\n`);
      assert.deepEqual(
        client.messages.map(({ payloadType, flags: first }) => [payloadType, first]),
        [
          [payloadTypes.handshakeRequest, 1],
          [payloadTypes.handshakeComplete, 0],
          [payloadTypes.output, 0],
        ],
      );
    },
  ));

test('no shell reads a command without a terminal', () =>
  withSession(
    { name: 'AWS-StartNonInteractiveCommand', parameters: { command: [`echo "a  b" '$HOME'; $X \\" it\\'s`] } },
    async (client) => {
      assert.equal(await client.closed, '');
      assert.equal(client.output(), `a  b $HOME; $X " it's\n`);
    },
  ));

const forward = 'AWS-StartPortForwardingSession';
const forwardToHost = 'AWS-StartPortForwardingSessionToRemoteHost';
const get = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

for (const loss of [0, 0.1])
  test(`several connections share a port session${loss > 0 ? ', over a bad line' : ''}`, () =>
    withSession({ name: forward, parameters: { portNumber: ['7'], localPortNumber: ['0'] }, loss }, async (client) => {
      const mux = createMux({ write: (bytes) => client.channel.send(payloadTypes.output, bytes) });
      client.onOutput = (bytes) => assert.equal(mux.receive(bytes), undefined);
      assert.deepEqual(await client.ready, { portNumber: '7', localPortNumber: '0', type: 'LocalPortForwarding' });
      const echoed = [20_000, 5].map((size) => {
        const sent = Buffer.alloc(size, `${size} `);
        const stream = mux.open();
        return new Promise<void>((resolve) => {
          let got = Buffer.alloc(0);
          stream.onData = (data) => {
            got = Buffer.concat([got, data]);
            if (got.length === size) {
              assert.ok(got.equals(sent));
              stream.onEnd = resolve;
              stream.close();
              resolve();
            }
          };
          stream.write(sent);
        });
      });
      await Promise.all(echoed);
      client.channel.send(payloadTypes.flag, writeFlag(flags.terminateSession));
      assert.equal(await client.closed, '');
    }));

test('a port where nothing listens is told with a flag, and the session goes on', () =>
  withSession({ name: forward, parameters: { portNumber: ['5432'] } }, async (client) => {
    const mux = createMux({ write: (bytes) => client.channel.send(payloadTypes.output, bytes) });
    client.onOutput = (bytes) => assert.equal(mux.receive(bytes), undefined);
    await client.ready;
    const ended = new Promise<void>((resolve) => {
      mux.open().onEnd = resolve;
    });
    await ended;
    const flag = client.messages.find(({ payloadType }) => payloadType === payloadTypes.flag);
    assert.equal(readFlag(flag?.payload ?? new Uint8Array()), flags.connectToPortError);
  }));

test('an old client has one connection at a time, without the multiplexer', () =>
  withSession(
    { name: forward, parameters: { portNumber: ['80'] }, version: '1.1.0.0' },
    async (client, _, { node }) => {
      await client.ready;
      client.type(get);
      await client.until(new RegExp(`<h1>${node.name}</h1>`));
      client.channel.send(payloadTypes.flag, writeFlag(flags.disconnectToPort));
      client.type(get.replace('GET / ', 'GET /none '));
      await client.until(/404 Not Found/);
    },
  ));

test('SSH gets the banner of the node as a raw stream', () =>
  withSession({ name: 'AWS-StartSSHSession' }, async (client) => {
    assert.deepEqual(await client.ready, { portNumber: '22' });
    await client.until(/^SSH-2\.0-OpenSSH/);
  }));

test('a remote host is one of the pretend network, never of this machine', () =>
  withSandbox(async ({ endpoint, ssm }) => {
    const node = await nodeOf(ssm, 'Linux');
    const other = await nodeOf(ssm, 'Windows');
    const start = async (host: string, portNumber: string): Promise<Client> =>
      openSession(
        await ssm.send(
          new StartSessionCommand({
            Target: node.id,
            DocumentName: forwardToHost,
            Parameters: { host: [host], portNumber: [portNumber] },
          }),
        ),
        0,
        '1.1.0.0',
      );
    const there = await start(other.ip, '8080');
    await there.ready;
    there.type(get);
    await there.until(new RegExp(`<h1>${other.name}</h1>`));
    there.stop();

    const forbidden = await start('169.254.169.254', '80');
    assert.equal(await forbidden.closed, 'Forwarding to IP address 169.254.169.254 is forbidden.');
    forbidden.stop();

    // The sandbox itself listens there on this machine; the node must not reach it.
    const here = await start('localhost', new URL(endpoint).port);
    assert.match(await here.closed, /^Unable to connect to specified port: localhost:\d+ refuses\.$/);
    assert.equal(here.output(), '');
    here.stop();
  }));

test('a node that is away, a faulty parameter and a document of another kind are refused', () =>
  withSandbox(async ({ ssm }) => {
    const node = await nodeOf(ssm, 'Linux');
    const { InstanceInformationList = [] } = await ssm.send(
      new DescribeInstanceInformationCommand({ Filters: [{ Key: 'PingStatus', Values: ['ConnectionLost'] }] }),
    );
    const away = InstanceInformationList[0]?.InstanceId ?? '';
    const refused = (code: string, input: ConstructorParameters<typeof StartSessionCommand>[0]) =>
      assert.rejects(ssm.send(new StartSessionCommand(input)), { name: code });
    await refused('TargetNotConnected', { Target: away });
    await refused('InvalidDocument', { Target: node.id, DocumentName: 'AWS-RunShellScript' });
    await refused('InvalidParameters', { Target: node.id, DocumentName: forward, Parameters: { portNumber: ['x'] } });
    await refused('InvalidParameters', { Target: node.id, DocumentName: forward, Parameters: { port: ['80'] } });
    await refused('InvalidParameters', { Target: node.id, DocumentName: 'AWS-StartInteractiveCommand' });
    assert.equal((await ssm.send(new GetConnectionStatusCommand({ Target: away }))).Status, 'notconnected');
    assert.equal((await ssm.send(new GetConnectionStatusCommand({ Target: node.id }))).Status, 'connected');
  }));
