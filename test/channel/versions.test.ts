/** Versions of agents and clients, compared as both ends do it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { above, atLeast } from '../../channel/src/versions.ts';

test('parts are compared as numbers, and missing ones are 0', () => {
  assert.ok(above('3.0.1000.0', '3.0.196.0') && !above('3.0.196.0', '3.0.196.0') && !above('2.9.999.9', '3.0.196.0'));
  assert.ok(atLeast('1.1.70.0', '1.1.70') && atLeast('1.1.70', '1.1.70.0') && !atLeast('1.1.69.9', '1.1.70'));
});

for (const version of ['', 'next', '3.3.x.0', '3.3.0.0-rc1', '3.3.0.0.0', '-4.0.0.0', ' 3.3.0.0'])
  test(`"${version}" is no version, and has nothing of what later ones have`, () => {
    assert.ok(!above(version, '3.0.196.0') && !atLeast(version, '0.0.0.0'));
  });
