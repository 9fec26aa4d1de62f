/** Clients of the SDK and the profiles of `~/.aws`, without a call that leaves this machine. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import dns from 'node:dns';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createClients, readProfiles, signInOf } from '../../client/src/aws/clients.ts';
import { profileConnection } from '../../client/src/aws/connection.ts';

const config = `
[profile one]
region = eu-west-1
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Reader

[profile deputy]
role_arn = arn:aws:iam::123456789012:role/Deputy
source_profile = one

[profile circle]
source_profile = circle

[sso-session corp]
sso_region = us-east-1
sso_start_url = https://corp.example/start

[services local]
s3 =
  endpoint_url = http://127.0.0.1:1
`;

const names = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'HOME', 'USERPROFILE'] as const;

describe('the profiles of a person', () => {
  const saved = names.map((name) => [name, process.env[name]] as const);
  const { lookup } = dns;
  let home = '';

  before(() => {
    home = mkdtempSync(path.join(os.tmpdir(), 'opswright-home-'));
    const cache = path.join(home, '.aws/sso/cache');
    mkdirSync(cache, { recursive: true });
    writeFileSync(path.join(home, '.aws/config'), config);
    writeFileSync(path.join(home, '.aws/credentials'), '[two]\naws_access_key_id = A\naws_secret_access_key = B\n');
    const token = { accessToken: 'made-up', expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
    const file = createHash('sha1').update('corp').digest('hex');
    writeFileSync(path.join(cache, `${file}.json`), JSON.stringify(token));
    Object.assign(process.env, {
      AWS_CONFIG_FILE: path.join(home, '.aws/config'),
      AWS_SHARED_CREDENTIALS_FILE: path.join(home, '.aws/credentials'),
      HOME: home,
      USERPROFILE: home,
    });
  });

  after(() => {
    dns.lookup = lookup;
    for (const [name, value] of saved) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    rmSync(home, { recursive: true, force: true });
  });

  it('are listed without the other sections of the file', async () => {
    assert.deepEqual(await readProfiles(), [
      { name: 'circle', how: 'profile' },
      { name: 'deputy', how: 'role Deputy' },
      { name: 'one', how: 'IAM Identity Center', region: 'eu-west-1' },
      { name: 'two', how: 'access key' },
    ]);
  });

  it('are signed in by the command that fits, and a role by the profile it is taken with', async () => {
    assert.deepEqual(await signInOf('one'), { profile: 'one', command: 'aws sso login' });
    assert.deepEqual(await signInOf('deputy'), { profile: 'one', command: 'aws sso login' });
    for (const none of ['two', 'circle', 'nobody']) assert.equal(await signInOf(none), undefined);
  });

  it('are signed in where IAM Identity Center is, whatever Region the connection is in', async () => {
    const asked = new Set<string>();
    dns.lookup = ((host: string, _options: unknown, tell: (error: Error) => void) => {
      asked.add(host);
      tell(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' }));
    }) as unknown as typeof dns.lookup;
    const clients = createClients({
      connection: profileConnection('one', 'eu-west-1'),
      version: '0.0.0',
      observe: () => undefined,
      askCode: () => Promise.reject(new Error('asked for a code')),
    });
    await assert.rejects(clients.ssm.listDocuments({}));
    clients.destroy();
    assert.deepEqual([...asked], ['portal.sso.us-east-1.amazonaws.com']);
  });
});
