/** The multiplexers of old agents and clients beat, and end when nothing beats back. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { payloadTypes } from '../../channel/src/message.ts';
import type { Session } from '../../server/src/sandbox/sessions/plugin.ts';
import { portSession } from '../../server/src/sandbox/sessions/port.ts';
import { type Node, withNode } from '../helpers-sessions.ts';

/** A frame of the multiplexer that says nothing. */
const beat = '0103000000000000';

/** The node's end of a port session, what it sends, and how it ended. */
function nodeEnd({ sandbox, machine }: Node, agentVersion: string, clientVersion = '1.2.694.0') {
  const sent: string[] = [];
  const ends: string[] = [];
  const session: Session = {
    account: sandbox.account,
    machine: { ...machine, agentVersion },
    properties: { portNumber: '7', type: 'LocalPortForwarding' },
    runAs: undefined,
    send: (_, payload) => sent.push(Buffer.from(payload).toString('hex')),
    ready: () => undefined,
    end: (reason = '') => ends.push(reason),
  };
  const plugin = portSession(session, clientVersion);
  const take = (hex: string): boolean =>
    plugin.take({
      type: 'input_stream_data',
      sequence: 0,
      flags: 0,
      created: 1,
      id: '01234567-89ab-4cde-8f01-23456789abcd',
      payloadType: payloadTypes.output,
      payload: Buffer.from(hex, 'hex'),
    });
  return { sent, ends, take, stop: () => plugin.stop?.() };
}

test('an old agent beats every ten seconds, and goes on while it is answered', (context) =>
  withNode(async (node) => {
    context.mock.timers.enable({ apis: ['setInterval'] });
    const { sent, ends, take, stop } = nodeEnd(node, '3.1.1188.0');
    for (let round = 0; round < 6; round++) {
      take(beat);
      context.mock.timers.tick(30_000);
    }
    assert.deepEqual(sent, Array(18).fill(beat));
    assert.deepEqual(ends, []);
    stop();
    context.mock.timers.tick(60_000);
    assert.equal(sent.length, 18);
    context.mock.timers.reset();
  }));

test('an old agent ends a session that it hears nothing of for half a minute', (context) =>
  withNode(async (node) => {
    context.mock.timers.enable({ apis: ['setInterval'] });
    const { ends, take } = nodeEnd(node, '3.1.1188.0');
    take(beat);
    context.mock.timers.tick(30_000);
    assert.deepEqual(ends, []);
    context.mock.timers.tick(30_000);
    assert.deepEqual(ends, ['']);
    context.mock.timers.reset();
  }));

test('a newer agent is silent, but for a client of old', (context) =>
  withNode(async (node) => {
    context.mock.timers.enable({ apis: ['setInterval'] });
    const newer = nodeEnd(node, '3.1.1512.0');
    const older = nodeEnd(node, '3.3.3050.0', '1.2.331.0');
    context.mock.timers.tick(10_000);
    assert.deepEqual([newer.sent, older.sent], [[], [beat]]);
    older.stop();
    context.mock.timers.reset();
  }));
