import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRefusedKey, renewable } from '../../client/src/aws/credentials.ts';

const key = (accessKeyId: string) => ({ accessKeyId, secretAccessKey: 'secret' });

describe('credentials', () => {
  it('are read anew when they were refused, and tell whether they are others now', async () => {
    let written = key('ONE');
    let read = 0;
    const credentials = renewable(() => {
      read++;
      const kept = written;
      return async () => kept;
    });
    assert.equal((await credentials.provide()).accessKeyId, 'ONE');
    assert.equal(await credentials.renewed(credentials.turn), false);
    written = key('TWO');
    assert.equal((await credentials.provide()).accessKeyId, 'ONE');
    const before = credentials.turn;
    assert.equal(await credentials.renewed(before), true);
    assert.equal((await credentials.provide()).accessKeyId, 'TWO');
    const reads = read;
    // A call that began with those of before goes on with those that are there.
    assert.equal(await credentials.renewed(before), true);
    assert.equal(read, reads);
  });

  it('are read once for all calls that were refused at the same time', async () => {
    let read = 0;
    const credentials = renewable(() => {
      const own = read++;
      return async () => key(String(own));
    });
    const { turn } = credentials;
    assert.deepEqual(await Promise.all([credentials.renewed(turn), credentials.renewed(turn)]), [true, true]);
    assert.equal(read, 2);
  });

  it('stay what they are when nothing can be read', async () => {
    let fails = false;
    const credentials = renewable(() => async () => {
      if (fails) throw new Error('signed out');
      return key('ONE');
    });
    await credentials.provide();
    fails = true;
    assert.equal(await credentials.renewed(credentials.turn), false);
  });

  it('are refused by a service, and by nothing else', () => {
    const error = (name: string, more: object = {}) => Object.assign(new Error('no'), { name, ...more });
    assert.equal(isRefusedKey(error('UnrecognizedClientException', { $metadata: {} })), true);
    assert.equal(isRefusedKey(error('ExpiredTokenException', { $metadata: {} })), true);
    assert.equal(isRefusedKey(error('AccessDeniedException', { $metadata: {} })), false);
    assert.equal(isRefusedKey(error('CredentialsProviderError')), false);
  });
});
