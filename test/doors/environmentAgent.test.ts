import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proxyOf } from '../../server/src/environmentAgent.ts';

const host = 'ssm.eu-west-1.amazonaws.com';
const proxy = 'http://proxy.example:3128';

test('the proxy of the environment is named by either case, with or without its scheme', () => {
  assert.equal(proxyOf(host, 443, {}), undefined);
  assert.equal(proxyOf(host, 443, { HTTPS_PROXY: proxy }), proxy);
  assert.equal(proxyOf(host, 443, { https_proxy: 'proxy.example:3128' }), proxy);
  assert.equal(proxyOf(host, 443, { ALL_PROXY: proxy }), proxy);
  assert.equal(proxyOf(host, 443, { HTTP_PROXY: proxy }), undefined);
});

for (const [exceptions, excepted] of [
  [host, true],
  ['amazonaws.com', true],
  ['.amazonaws.com', true],
  ['*.amazonaws.com', true],
  ['other.example, amazonaws.com:443', true],
  ['AMAZONAWS.COM', true],
  ['*', true],
  ['amazonaws.com:8443', false],
  ['onaws.com', false],
  ['other.example', false],
  ['', false],
] as const)
  test(`NO_PROXY "${exceptions}" ${excepted ? 'excepts' : 'does not except'} ${host}`, () => {
    assert.equal(proxyOf(host, 443, { HTTPS_PROXY: proxy, NO_PROXY: exceptions }), excepted ? undefined : proxy);
  });

test('this machine is reached without a proxy', () => {
  for (const local of ['localhost', '127.0.0.1', '::1'])
    assert.equal(proxyOf(local, 4566, { HTTPS_PROXY: proxy }), undefined);
});

test('a proxy that is no HTTP proxy is refused, without its password', () => {
  for (const [wrong, words] of [
    ['socks5://me:secret@proxy:1080', /kind socks5:\/\/; it takes http:\/\/HOST:PORT/],
    ['http://', /no address/],
  ] as const)
    assert.throws(
      () => proxyOf(host, 443, { HTTPS_PROXY: wrong }),
      (error: Error) => {
        assert.match(error.message, words);
        assert.doesNotMatch(error.message, /secret/);
        return true;
      },
    );
});
