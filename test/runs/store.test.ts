import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CommandInvocation } from '@aws-sdk/client-ssm';
import type { Connection } from '../../client/src/aws/connection.ts';
import type { RunReads } from '../../client/src/runs/readRuns.ts';
import { commandRun, type Run, type RunKey } from '../../client/src/runs/run.ts';
import { createRunStore } from '../../client/src/runs/store.ts';
import { handClock } from './handClock.ts';

const connection: Connection = { id: 'shop', kind: 'profile', region: 'eu-west-1' };
const key: RunKey = { connection, kind: 'command', id: 'c-1' };

/** An account with one command to so many nodes, of which one ends every 20 milliseconds. */
function accountWith(nodes: number, refuse: (call: number) => boolean = () => false) {
  const clock = handClock();
  const calls: string[] = [];
  const done = () => Math.min(nodes, Math.floor(clock.now() / 20));
  const statusOf = (index: number) => (index >= done() ? 'InProgress' : index % 100 === 7 ? 'Failed' : 'Success');
  const command = () => ({
    CommandId: 'c-1',
    DocumentName: 'AWS-RunShellScript',
    Status: done() < nodes ? ('InProgress' as const) : ('Failed' as const),
    TargetCount: nodes,
    CompletedCount: done(),
  });
  function call<T>(name: string, answer: T) {
    calls.push(name);
    if (refuse(calls.length))
      return Promise.reject(Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' }));
    return Promise.resolve({ ...answer, $metadata: { attempts: 1 } });
  }
  const ssm = {
    listCommands: ({ CommandId }: { CommandId?: string }) =>
      CommandId === 'c-1' || CommandId === undefined
        ? call('listCommands', { Commands: [command()] })
        : Promise.reject(Object.assign(new Error('gone'), { name: 'InvalidCommandId' })),
    listCommandInvocations({ NextToken = '0' }: { NextToken?: string }) {
      const from = Number(NextToken);
      const page = Array.from({ length: Math.min(50, nodes - from) }, (_, index): CommandInvocation => {
        return { InstanceId: `i-${from + index}`, Status: statusOf(from + index) as CommandInvocation['Status'] };
      });
      const next = from + 50 < nodes ? { NextToken: `${from + 50}` } : {};
      return call('listCommandInvocations', { CommandInvocations: page, ...next });
    },
    describeAutomationExecutions: () => call('describeAutomationExecutions', { AutomationExecutionMetadataList: [] }),
  } as unknown as RunReads;
  const store = createRunStore({ reads: async () => ssm, onError: assert.ifError, timers: clock, random: () => 0.5 });
  const changes: Run[] = [];
  store.onChange((run) => changes.push(run));
  return { clock, calls, store, changes, ssm };
}

const invocationsIn = (run: Run | undefined) => (run && 'invocations' in run ? (run.invocations ?? []) : []);

describe('the runs that are known', () => {
  it('are asked for while they are watched, and not afterwards', async () => {
    const { clock, calls, store, changes } = accountWith(100);
    const watch = store.watch(key, 'state');
    await clock.turn(500);
    assert.deepEqual(calls, ['listCommands']);
    watch.dispose();
    await clock.turn(60_000);
    assert.equal(calls.length, 1);
    assert.equal(changes.length, 1);
    assert.equal(store.watched, 0);
  });

  it('tell of their state with one request for each look, until they have ended', async () => {
    const { clock, calls, store, changes } = accountWith(100);
    store.watch(key, 'state');
    await clock.turn(60_000);
    assert.deepEqual([...new Set(calls)], ['listCommands']);
    assert.equal(changes.at(-1)?.status, 'Failed');
    assert.equal(clock.pending, 0);
  });

  it('show every node of a large command at the end, with few requests on the way', async () => {
    const { clock, calls, store } = accountWith(1000);
    store.watch(key, 'details');
    await clock.turn(120_000);
    const run = store.get(key);
    assert.equal(run?.whole, true);
    assert.equal(new Set(invocationsIn(run).map(({ InstanceId }) => InstanceId)).size, 1000);
    assert.equal(invocationsIn(run).filter(({ Status }) => Status === 'Failed').length, 10);
    // All of its pages: at the beginning, at the end, and not at each look between.
    assert.ok(calls.filter((name) => name === 'listCommandInvocations').length <= 60, `${calls.length}`);
    assert.equal(clock.pending, 0);
  });

  it('go on with the page that was refused as too many', async () => {
    const { clock, calls, store } = accountWith(1000, (call) => call % 5 === 0);
    store.watch(key, 'details');
    await clock.turn(600_000);
    assert.equal(store.get(key)?.whole, true);
    assert.equal(invocationsIn(store.get(key)).length, 1000);
    const unrefused = accountWith(1000);
    unrefused.store.watch(key, 'details');
    await unrefused.clock.turn(600_000);
    const taken = calls.length - Math.floor(calls.length / 5);
    assert.ok(taken <= 1.2 * unrefused.calls.length, `${taken} and ${unrefused.calls.length}`);
  });

  it('are told to lists when they are started here', () => {
    const { store } = accountWith(1);
    const told: string[] = [];
    store.onNew(({ id }) => told.push(id));
    store.begun(commandRun(connection, { CommandId: 'c-1', DocumentName: 'AWS-RunShellScript', Status: 'Pending' }));
    assert.deepEqual(told, ['shop']);
    assert.equal(store.get(key)?.document, 'AWS-RunShellScript');
  });

  it('are gone when the service does not know them any more', async () => {
    const { clock, store } = accountWith(1);
    const other: RunKey = { ...key, id: 'c-2' };
    store.watch(other, 'state');
    await clock.turn(5000);
    assert.equal(store.get(other), undefined);
    await assert.rejects(store.read(other), /no command c-2 any more/);
  });

  it('cost one list for the newest and those that go on, when both are due', async () => {
    const { clock, calls, store } = accountWith(1000);
    store.watchNewest(connection);
    store.watch(key, 'state');
    store.watch({ ...key, kind: 'automation', id: 'a-1' }, 'state');
    await clock.turn(0);
    assert.deepEqual(calls.sort(), ['describeAutomationExecutions', 'describeAutomationExecutions', 'listCommands']);
    assert.equal(store.get(key)?.status, 'InProgress');
  });

  it('are followed while another account does not answer', async () => {
    const { clock, store, ssm } = accountWith(100);
    const other: Connection = { ...connection, id: 'away' };
    const both = createRunStore({
      reads: ({ id }) => (id === 'away' ? new Promise<RunReads>(() => undefined) : Promise.resolve(ssm)),
      onError: assert.ifError,
      timers: clock,
      random: () => 0.5,
    });
    both.watch({ ...key, connection: other }, 'state');
    both.watch(key, 'state');
    await clock.turn(60_000);
    assert.equal(both.get(key)?.status, 'Failed');
    store.dispose();
  });

  it('of a connection that is closed are forgotten', async () => {
    const { clock, calls, store } = accountWith(100);
    store.watch(key, 'details');
    await clock.turn(500);
    store.drop(connection);
    const before = calls.length;
    await clock.turn(60_000);
    assert.equal(calls.length, before);
    assert.equal(store.get(key), undefined);
  });
});
