import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { commands, workspace } from 'vscode';
import type { Connection } from '../../../client/src/aws/connection.ts';
import { app, childrenOf, linesOf, withAccount } from '../account.ts';
import { type Answer, answering } from '../answers.ts';
import { until } from '../editor.ts';

/** Connects to an account through a place that lets nothing through to AWS Config. */
async function withoutConfig(behind: Connection, use: (connection: Connection) => Promise<void>): Promise<void> {
  const { connections } = await app();
  const gate = createServer((incoming, outgoing) => {
    if (String(incoming.headers['x-amz-target']).startsWith('StarlingDoveService')) {
      incoming.socket.destroy();
      return;
    }
    const { method, headers } = incoming;
    const onward = request(new URL(incoming.url ?? '/', behind.endpoint), { method: method ?? 'POST', headers });
    onward.on('response', (answer) => answer.pipe(outgoing.writeHead(answer.statusCode ?? 500, answer.headers)));
    incoming.pipe(onward);
  });
  await once(gate.listen(0, '127.0.0.1'), 'listening');
  const { port } = gate.address() as AddressInfo;
  const connection = { ...behind, endpoint: `http://127.0.0.1:${port}` };
  connections.choose(connection);
  await use(connection).finally(() => {
    gate.closeAllConnections();
    gate.close();
  });
}

describe('connections', () => {
  it('open the demo account, which needs nothing', async () => {
    const { connections, trees } = await app();
    await commands.executeCommand('opswright.tryDemo');
    assert.equal(connections.current?.id, 'demo');
    assert.equal((await childrenOf(trees.of('opswright.fleet'))).length, 25);
    await commands.executeCommand('opswright.closeConnection');
    assert.equal(connections.current, undefined);
    assert.deepEqual(await childrenOf(trees.of('opswright.fleet')), []);
  });

  it('stand side by side, each with its own content', () =>
    withAccount(['--nodes', '3'], async ({ connection }) => {
      const { trees } = await app();
      await commands.executeCommand('opswright.tryDemo');
      const fleet = trees.of('opswright.fleet');
      assert.deepEqual(await linesOf(fleet), [
        `${connection.id} — eu-west-1 · ${connection.endpoint}`,
        'demo — pretend account',
      ]);
      assert.equal((await linesOf(fleet, connection.id)).length, 3);
      assert.equal((await linesOf(fleet, 'demo')).length, 25);
      await commands.executeCommand('opswright.closeConnection');
    }));

  it('list page by page, and go on when asked', () =>
    withAccount(['--nodes', '250'], async () => {
      const { trees } = await app();
      const fleet = trees.of('opswright.fleet');
      const first = await childrenOf(fleet);
      assert.equal(first.length, 101);
      const { node } = first[100] ?? assert.fail();
      assert.equal(node.label, 'Load more…');
      await commands.executeCommand('opswright.loadMore', ...(node.command?.arguments ?? []));
      assert.equal((await childrenOf(fleet)).length, 201);
      await commands.executeCommand('opswright.loadMore', ...(node.command?.arguments ?? []));
      assert.equal((await childrenOf(fleet)).length, 250);
      await fleet.refresh();
      assert.equal((await childrenOf(fleet)).length, 101);
    }));

  it('keep their lines the same objects, by which alone VS Code knows what is drawn anew', () =>
    withAccount(['--nodes', '3'], async () => {
      const { trees } = await app();
      const fleet = trees.of('opswright.fleet');
      const before = await childrenOf(fleet);
      const [first, again] = await Promise.all([childrenOf(fleet), childrenOf(fleet)]);
      for (const [at, element] of before.entries()) {
        assert.equal(first[at], element);
        assert.equal(again[at], element);
      }
    }));

  it('say that nobody answers, and work again when somebody does', () =>
    withAccount(['--nodes', '2'], async ({ connection, end, again }) => {
      const { connections, trees } = await app();
      const fleet = trees.of('opswright.fleet');
      assert.equal((await linesOf(fleet)).length, 2);
      await end();
      await fleet.refresh();
      assert.deepEqual(await linesOf(fleet), ['No answer — click to try again']);
      assert.equal(connections.faultOf(connection)?.kind, 'unreachable');
      const told: string[] = [];
      const listening = connections.onFault(({ fault }) => told.push(fault.title));
      await again();
      // With other keys, which are read as soon as the old ones are refused.
      assert.equal((await linesOf(fleet)).length, 2);
      assert.equal(connections.faultOf(connection), undefined);
      assert.deepEqual(told, []);
      listening.dispose();
    }));

  it('go on with keys that were changed meanwhile, in all services at once, and nobody is told', () =>
    withAccount(['--nodes', '2'], async ({ connection, end, again }) => {
      const { connections } = await app();
      const told: string[] = [];
      const listening = connections.onFault(({ fault }) => told.push(fault.title));
      const ask = async () => {
        const { ssm, config, sts } = await connections.clients(connection);
        await Promise.all([ssm.listDocuments({}), config.describeConfigRules({}), sts.getCallerIdentity({})]);
      };
      await ask();
      await end();
      await again();
      await ask();
      assert.deepEqual(told, []);
      listening.dispose();
    }));

  it('are tried again by themselves once somebody has signed in, and nothing is told twice', () =>
    withAccount(['--nodes', '2', '--faults'], async ({ connection, goWrong, signIn }) => {
      const { connections, trees } = await app();
      const fleet = trees.of('opswright.fleet');
      const told: string[] = [];
      const listening = connections.onFault(({ fault }) => told.push(fault.title));
      const isOut = () => connections.faultOf(connection) !== undefined;
      await goWrong({ Expired: true });
      await fleet.refresh();
      assert.deepEqual(await linesOf(fleet), ['Signed out — click to try again']);
      assert.ok(isOut());
      // Too early: what signs in writes several files.
      signIn();
      await until(connections.onState, () => !isOut());
      assert.deepEqual(await linesOf(fleet), ['Signed out — click to try again']);
      await goWrong({});
      signIn();
      await until(connections.onState, () => !isOut());
      assert.equal((await linesOf(fleet)).length, 2);
      assert.deepEqual(told, ['Signed out']);
      listening.dispose();
    }));

  it('are chosen from those that are open, the settings, profiles and Regions', () =>
    withAccount(['--nodes', '1'], async ({ connection }) => {
      const { connections } = await app();
      const { profile = '', region, endpoint } = connection;
      const settings = workspace.getConfiguration('opswright');
      await settings.update('connections', [{ name: 'other shop', profile, region, endpoint }], true);
      try {
        const choose = (...answers: Answer[]) =>
          answering(answers, () => commands.executeCommand('opswright.chooseConnection'));
        const { asked } = await choose({ pick: 'other shop' });
        const labels = asked[0]?.choices.map((each) => each.split(' — ')[0]);
        assert.deepEqual(labels, [
          'open',
          connection.id,
          'available',
          'demo',
          'other shop',
          'profiles',
          profile,
          'more',
          'Another Region…',
          'Environment',
        ]);
        assert.equal(connections.current?.id, 'other shop');
        assert.equal(connections.open.length, 2);
        await choose({ pick: connection.id });
        assert.equal(connections.current?.id, connection.id);
        await choose('escape');
        assert.equal(connections.current?.id, connection.id);
        assert.equal(connections.open.length, 2);
        const another: Answer[] = [{ pick: 'Another Region…' }, { pick: profile }];
        const known: Answer[] = [...another, { pick: 'ap-northeast-1' }];
        const typed: Answer[] = [{ pick: 'Environment' }, { find: 'xx-new-1', pick: 'xx-new-1' }];
        const none: Answer[] = [...another, { find: 'nowhere' }];
        for (const [answers, id] of [
          [known, `${profile}@ap-northeast-1`],
          [typed, 'environment@xx-new-1'],
          [none, undefined],
        ] as const) {
          const { asked } = await choose(...answers);
          assert.equal(asked.at(-1)?.choices[0]?.includes('as typed'), answers === typed);
          assert.equal(connections.current?.id, id ?? connection.id);
          if (id && connections.current) connections.close(connections.current);
          connections.choose(connection);
        }
      } finally {
        await settings.update('connections', undefined, true);
        const other = connections.open.find(({ id }) => id === 'other shop');
        if (other) connections.close(other);
      }
    }));

  it('are closed one by one, the one of a line or the current one', () =>
    withAccount(['--nodes', '1'], async ({ connection }) => {
      const { connections, trees } = await app();
      await commands.executeCommand('opswright.tryDemo');
      const tops = await childrenOf(trees.of('opswright.fleet'));
      assert.equal(tops.length, 2);
      await commands.executeCommand(
        'opswright.closeConnection',
        tops.find(({ node }) => node.label === 'demo'),
      );
      assert.deepEqual(
        connections.open.map(({ id }) => id),
        [connection.id],
      );
      assert.equal(connections.current?.id, connection.id);
      await commands.executeCommand('opswright.closeConnection');
      assert.deepEqual(connections.open, []);
      // Nothing is left to close, and nothing is said about it.
      const { told } = await answering([], () => commands.executeCommand('opswright.closeConnection'));
      assert.deepEqual(told, []);
    }));

  it('are of no use once they are closed, and nothing of them is kept', () =>
    withAccount(['--nodes', '1'], async ({ connection }) => {
      const { connections } = await app();
      await connections.clients(connection);
      connections.close(connection);
      await assert.rejects(connections.clients(connection), /is closed/);
      connections.choose({ ...connection, region: 'eu-central-1' });
      const { ssm } = await connections.clients(connection);
      assert.equal(await ssm.config.region(), 'eu-central-1');
    }));

  it('follow what the settings say of their names', () =>
    withAccount(['--nodes', '1'], async ({ connection }) => {
      const { connections } = await app();
      const { id: name, profile, region, endpoint } = connection;
      const settings = workspace.getConfiguration('opswright');
      const { ssm } = await connections.clients(connection);
      assert.equal(await ssm.config.region(), region);
      await settings.update('connections', [{ name, profile, region: 'eu-central-1', endpoint }], true);
      try {
        await until(connections.onChange, () => connections.current?.region === 'eu-central-1');
        assert.equal(await (await connections.clients(connection)).ssm.config.region(), 'eu-central-1');
      } finally {
        await settings.update('connections', undefined, true);
      }
    }));

  it('go on where one of the services does not answer, which is told once and by its lines', () =>
    withAccount(['--nodes', '2'], ({ connection: behind }) =>
      withoutConfig(behind, async (connection) => {
        const { connections, trees } = await app();
        const [compliance, fleet] = [trees.of('opswright.compliance'), trees.of('opswright.fleet')];
        const heard = { faults: 0, states: 0 };
        const listening = [connections.onFault(() => heard.faults++), connections.onState(() => heard.states++)];
        for (let round = 0; round < 3; round++) {
          assert.deepEqual(await linesOf(compliance, 'Config rules'), ['No answer — click to try again']);
          assert.equal((await linesOf(fleet)).length, 2);
          await fleet.refresh();
        }
        for (const each of listening) each.dispose();
        assert.equal(connections.faultOf(connection), undefined);
        // It was taken for the whole connection, until another service answered.
        assert.deepEqual(heard, { faults: 1, states: 2 });
      }),
    ));
});
