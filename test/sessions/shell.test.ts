/** Shells and commands of pretend nodes through the client's own end of the channel. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { CreateDocumentCommand, DescribeSessionsCommand } from '@aws-sdk/client-ssm';
import { openText, withNode } from '../helpers-sessions.ts';

for (const share of [0, 0.1])
  test(`a shell opens, follows its size, and ends with exit${share > 0 ? ', over a bad line' : ''}`, () =>
    withNode(async (node) => {
      const { connection, until, ended, session } = await openText(node);
      connection.resize({ cols: 100, rows: 30 });
      await until(/# $/);
      assert.equal(session()?.sessionType, 'Standard_Stream');
      connection.write(Buffer.from('echo $COLUMNS\r'));
      await until(/\r\n100\r\n/);
      connection.resize({ cols: 132, rows: 50 });
      connection.write(Buffer.from('echo $COLUMNS; exit\x7f\x7f\x7f\x7fhostname\r'));
      await until(new RegExp(`\\r\\n132\\r\\n${node.machine.name}\\r\\n`));
      connection.write(Buffer.from('exit\r'));
      assert.deepEqual(await ended, { cause: 'ended', words: 'The session has ended.' });
    }, share));

for (const share of [0, 0.1])
  test(`a pasted text of a megabyte arrives whole${share > 0 ? ', over a bad line that is cut' : ''}`, () =>
    withNode(async (node) => {
      const { connection, until, told } = await openText(node);
      await until(/# $/);
      // Letters of one, two, three and four bytes, cut anywhere by the messages.
      const text = 'aé€🙂'
        .repeat(60)
        .concat('\n')
        .repeat(share > 0 ? 400 : 1700);
      connection.write(Buffer.from(`cat > pasted <<'END'\r${text.replaceAll('\n', '\r')}END\r`));
      if (share > 0) {
        await until(/aé€🙂/);
        node.line.cut();
      }
      await until(/> END\r\n.*# $/);
      connection.write(Buffer.from('sha256sum pasted\r'));
      await until(new RegExp(createHash('sha256').update(text).digest('hex')));
      if (share > 0) assert.deepEqual(told, ['cut', 'restored']);
      await connection.close();
    }, share));

test('keys that are typed while the line is cut arrive', () =>
  withNode(async (node) => {
    const { connection, until, told } = await openText(node);
    await until(/# $/);
    node.line.cut();
    connection.write(Buffer.from('echo still $((40+2))\r'));
    await until(/still 42/);
    assert.deepEqual(told, ['cut', 'restored']);
    await connection.close();
  }));

test('a session that is closed here is over for the service too', () =>
  withNode(async (node) => {
    const { connection, until, ended } = await openText(node);
    await until(/# $/);
    await connection.close();
    assert.equal((await ended).cause, 'user');
    const { Sessions: active = [] } = await node.sandbox.ssm.send(new DescribeSessionsCommand({ State: 'Active' }));
    assert.deepEqual(active, []);
  }));

test('the reason of an idle session is told', () =>
  withNode(async (node) => {
    const { until, ended } = await openText(node);
    await until(/# $/);
    await node.sandbox.pass(21 * 60);
    assert.deepEqual(await ended, { cause: 'told', words: 'It was idle for 20 minutes.' });
  }));

test('a command without a terminal gives output, errors and its exit code apart', () =>
  withNode(async (node) => {
    const linux = { commands: 'cat /etc/hostname /none', separateOutputStream: 'true', stdOutSeparatorPrefix: 'O:' };
    const properties = { linux };
    const Content = JSON.stringify({ schemaVersion: '1.0', sessionType: 'NonInteractiveCommands', properties });
    await node.sandbox.ssm.send(
      new CreateDocumentCommand({ Name: 'look', DocumentType: 'Session', DocumentFormat: 'JSON', Content }),
    );
    const { ended, text, told } = await openText(node, { DocumentName: 'look' });
    assert.equal((await ended).cause, 'ended');
    assert.match(text(), new RegExp(`^O:${node.machine.name}\n\\[.*No such file.*\\]`, 's'));
    assert.deepEqual(told, ['exit 1']);
  }));

test('a node that is away starts no session, with the words of the service', () =>
  withNode(async (node) => {
    const { machine } = node;
    machine.ping = 'ConnectionLost';
    await assert.rejects(openText(node), { name: 'TargetNotConnected' });
  }));
