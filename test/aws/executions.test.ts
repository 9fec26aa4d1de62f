import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { failureOf, overBefore, overSince } from '../../client/src/compliance/executions.ts';

function status(resourceId: string, State: 'QUEUED' | 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED', minute: number) {
  return {
    ResourceKey: { resourceType: 'AWS::S3::Bucket' as const, resourceId },
    State,
    InvocationTime: new Date(minute * 60_000),
  };
}

describe('executions of a remediation', () => {
  it('do not count as over while the service still tells the ones of before', () => {
    const earlier = [status('a', 'FAILED', 1), status('b', 'SUCCEEDED', 1)];
    const before = overBefore(earlier);
    assert.deepEqual(overSince(earlier, before), []);
    assert.deepEqual(overSince([status('a', 'QUEUED', 2), status('b', 'SUCCEEDED', 1)], before), []);
    const ended = status('a', 'SUCCEEDED', 2);
    assert.deepEqual(overSince([ended, status('b', 'SUCCEEDED', 1)], before), [ended]);
  });

  it('count when they were under way before, for starting them again leaves them be', () => {
    const before = overBefore([status('a', 'IN_PROGRESS', 1)]);
    assert.equal(overSince([status('a', 'SUCCEEDED', 1)], before).length, 1);
  });

  it('say which step has failed', () => {
    const StepDetails = [
      { Name: 'Look', State: 'SUCCEEDED' as const },
      { Name: 'Mend', State: 'FAILED' as const, ErrorMessage: 'no such bucket' },
    ];
    assert.equal(failureOf({ ...status('a', 'FAILED', 1), StepDetails }), 'Mend: no such bucket');
    assert.equal(failureOf(status('a', 'FAILED', 1)), 'failed');
  });
});
