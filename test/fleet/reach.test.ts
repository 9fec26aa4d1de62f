import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ReachFacts, reachChecks } from '../../client/src/views/fleet/reach.ts';
import { reachReport } from '../../client/src/views/fleet/reachReport.ts';

const now = Date.UTC(2026, 0, 5, 12);
const lost: ReachFacts = {
  id: 'i-0123456789abcdef0',
  now,
  managed: true,
  name: 'prod-web-01',
  ping: 'ConnectionLost',
  lastPing: now - 3 * 3_600_000,
  agent: '3.3.3050.0',
  latestAgent: true,
  refused: [],
};

function failing(facts: ReachFacts): string[] {
  return reachChecks(facts).flatMap(({ title, holds }) => (holds === false ? [title] : []));
}

test('a stopped instance is the first thing to look at', () => {
  const facts = { ...lost, state: 'stopped' };
  assert.equal(failing(facts)[0], 'The instance is running');
  const report = reachReport(facts);
  assert.match(report, /Begin here: the instance is not running/);
  assert.match(report, /EC2 says stopped/);
  assert.match(report, /last ping 3 h ago \(2026-01-05 09:00 UTC\)/);
});

test('an id that is no managed node is told so, and what brings it there', () => {
  const facts = {
    id: 'i-0123456789abcdef1',
    now,
    managed: false,
    state: 'running',
    role: '',
    defaultRole: '',
    refused: [],
  };
  assert.deepEqual(failing(facts), [
    'It is registered as a managed node',
    'Its agent is heard of',
    'It has a role that allows Systems Manager',
  ]);
  assert.match(reachReport(facts), /AmazonSSMManagedInstanceCore/);
});

test('an instance that AWS Config does not list may be there all the same', () => {
  const unseen = { id: 'i-0123456789abcdef1', now, recorded: 'unseen', refused: [] } as const;
  const report = reachReport({ ...unseen, managed: false });
  assert.match(report, /Begin here: it is no managed node/);
  assert.match(report, /Not seen by AWS Config \(it may not record EC2\)/);
  assert.match(report, /Check the id, the account and the Region/);
  assert.deepEqual(failing({ ...lost, ...unseen, ping: 'Online' }), []);
});

test('an instance that was deleted is the first thing to know, whatever was last heard of it', () => {
  const report = reachReport({ ...lost, recorded: 'deleted', state: 'running' });
  assert.match(report, /Begin here: the instance is deleted/);
});

test('what was not found out is unknown, never wrong', () => {
  const report = reachReport({
    id: 'i-0123456789abcdef1',
    now,
    refused: ['The list of managed nodes: Not allowed: ssm:X'],
  });
  assert.doesNotMatch(report, /✗/);
  assert.match(report, /What could not be asked\n\n- The list of managed nodes: Not allowed/);
});

test('a node that is online is said to be, with the one thing that is left', () => {
  const report = reachReport({ ...lost, ping: 'Online', connected: true, state: 'running' });
  assert.match(report, /The node is online/);
  assert.doesNotMatch(report, /✗/);
});

test('a node that is online without its channel is pointed to the endpoint of sessions', () => {
  const facts = { ...lost, ping: 'Online', connected: false, state: 'running' };
  assert.deepEqual(failing(facts), ['It holds a channel for sessions and commands']);
  assert.match(reachReport(facts), /Begin here.*ssmmessages/s);
});

test('a node that is silent is not said to be online without its channel', () => {
  const report = reachReport({ ...lost, connected: false, state: 'running' });
  assert.match(report, /Begin here: its agent is silent/);
  assert.match(report, /opens its channel by itself once it is heard of again/);
  assert.doesNotMatch(report, /online/i);
});

test('a server elsewhere has no instance to start, and a role of its activation', () => {
  const titles = reachChecks({ ...lost, id: 'mi-0123456789abcdef0', role: 'hybrid' }).map(({ title }) => title);
  assert.ok(!titles.includes('The instance is running'));
  assert.ok(titles.includes('The role of its activation allows Systems Manager'));
});
