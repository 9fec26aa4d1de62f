import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { phaseOf } from '../../client/src/runs/phase.ts';
import { queriesOf } from '../../client/src/runs/queries.ts';

describe('what the service is asked for, for a choice of runs', () => {
  it('is all of them when nothing is chosen', () => {
    assert.deepEqual(queriesOf({}), { commands: [[]], automations: [[]] });
  });

  it('is each status that counts as failed, of commands in lists of their own', () => {
    const { commands, automations } = queriesOf({ phases: ['failed'] });
    assert.deepEqual(commands, [[{ key: 'Status', value: 'Failed' }], [{ key: 'Status', value: 'TimedOut' }]]);
    const [[filter] = []] = automations;
    assert.equal(filter?.Key, 'ExecutionStatus');
    assert.ok(filter.Values?.includes('CompletedWithFailure'));
    assert.deepEqual([...new Set(filter.Values?.map(phaseOf))], ['failed']);
  });

  it('asks for no commands where somebody is waited for: none does', () => {
    const { commands, automations } = queriesOf({ phases: ['waiting'] });
    assert.deepEqual(commands, []);
    assert.equal(automations.length, 1);
  });

  it('never names more values than a filter takes', () => {
    const { automations } = queriesOf({ phases: ['running', 'waiting', 'failed', 'stopped', 'passed'] });
    const values = automations.flatMap((filters) => filters.map(({ Values = [] }) => Values));
    assert.ok(values.every(({ length }) => length <= 10));
    assert.equal(new Set(values.flat()).size, values.flat().length);
  });

  it('names a document only where the service knows beginnings of names', () => {
    const { commands, automations } = queriesOf({ document: 'Shop-' });
    assert.deepEqual(commands, [[]]);
    assert.deepEqual(automations, [[{ Key: 'DocumentNamePrefix', Values: ['Shop-'] }]]);
  });
});
