import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { placesOf } from '../../client/src/views/pages.ts';

describe('lines of a list', () => {
  it('have places of their own, also what the service lists twice', () => {
    const nodes = [{ id: 'a', label: 'A' }, { label: 'b' }, { id: 'a', label: 'A' }, { id: 'a', label: 'other' }];
    assert.deepEqual(placesOf(nodes), ['a', 'b', 'a (2)', 'a (3)']);
  });
});
