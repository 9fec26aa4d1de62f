import assert from 'node:assert/strict';
import { ConfigurationTarget, workspace } from 'vscode';
import { checksCertificates } from '../../../client/src/aws/certificates.ts';
import { type Connection, profileConnection } from '../../../client/src/aws/connection.ts';
import { openWebSocket } from '../../../sessions/src/nodeWorld.ts';
import { hiddenHost, type Proxied, withProxy } from '../../helpers-proxy.ts';
import { app, withAccount } from '../account.ts';

/** An account that only the proxy of the settings leads to, and a connection to it. */
function behindProxy(
  settings: Record<string, unknown>,
  use: (connection: Connection, proxied: Proxied) => Promise<void>,
): Promise<void> {
  return withAccount(['--nodes', '5'], ({ connection: { profile, region }, endpoint, keys }) =>
    withProxy({ endpoint, keys }, async (proxied) => {
      const { connections } = await app();
      const configuration = workspace.getConfiguration('http');
      const given = Object.entries({ proxy: proxied.proxy, ...settings });
      const hidden = profileConnection(profile, region, proxied.endpoint);
      try {
        for (const [key, value] of given) await configuration.update(key, value, ConfigurationTarget.Global);
        connections.choose(hidden);
        await use(hidden, proxied);
      } finally {
        connections.close(hidden);
        for (const [key] of given) await configuration.update(key, undefined, ConfigurationTarget.Global);
      }
    }),
  );
}

/** How a socket of a session ends up at an address. */
function socketTo(url: string): Promise<string> {
  return new Promise((resolve) => {
    const events = { opened: () => resolve('opened'), frame: () => undefined, alive: () => undefined, closed: resolve };
    const socket = openWebSocket(url, events, { checksCertificates });
    setTimeout(() => socket.close(), 20_000).unref();
  });
}

describe('behind a proxy of the settings', () => {
  it('calls and sessions go through it, and its certificates are taken where they are not to be checked', () =>
    behindProxy({ proxyStrictSSL: false }, async (connection, { asked }) => {
      const { connections, tunnels } = await app();
      const { ssm } = await connections.clients(connection);
      const { InstanceInformationList: nodes = [] } = await ssm.describeInstanceInformation({});
      const node = nodes.find((each) => each.PingStatus === 'Online' && each.PlatformType === 'Linux');
      const calls = asked.length;
      assert.ok(calls > 0);
      const entry = { name: 'through', node: node?.InstanceId ?? '', port: 80 };
      const { port } = await tunnels.open(connection, entry);
      const page = await fetch(`http://127.0.0.1:${port}/`).then((answer) => answer.text());
      assert.match(page, new RegExp(`<h1>${node?.ComputerName}</h1>`));
      await tunnels.close(connection, entry.name);
      assert.ok(asked.length > calls);
      assert.deepEqual([...new Set(asked)], [`${hiddenHost}:443`]);
    }));

  it('a certificate that nobody vouches for is refused otherwise, by calls and by sessions', () =>
    behindProxy({}, async (connection, { asked }) => {
      const { connections } = await app();
      const { ssm } = await connections.clients(connection);
      await assert.rejects(ssm.describeInstanceInformation({}), /self-signed certificate/);
      assert.match(await socketTo(`wss://${hiddenHost}/`), /self-signed certificate/);
      assert.ok(asked.length >= 2);
    }));

  it('hosts that the settings except are not asked of it', () =>
    behindProxy({ noProxy: [hiddenHost] }, async (_connection, { asked }) => {
      assert.match(await socketTo(`wss://${hiddenHost}/`), /ENOTFOUND|EAI_AGAIN/);
      assert.deepEqual(asked, []);
    }));
});
