/** The parts of the extension's sessions that need no editor: preferences, findings, the configuration of SSH, numbers. */

import assert from 'node:assert/strict';
import { lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { bytesText } from '../../client/src/format.ts';
import { pageAddress } from '../../client/src/sessions/pageAddress.ts';
import { readPreferences } from '../../client/src/sessions/preferences.ts';
import { nodeFindings, preferenceFindings } from '../../client/src/sessions/preflight.ts';
import { aliasFor, type SshEntry, sshEntry, userFault, withEntry } from '../../client/src/sessions/sshConfig.ts';
import { readConfig, writeConfig } from '../../client/src/sessions/sshFile.ts';

const known = { ping: 'Online', agentVersion: '3.3.40.0', platform: 'Linux', name: 'web-1' };

test('a node that has all it needs gives no fault', () => {
  const findings = nodeFindings({ nodeId: 'i-1', known, connected: true });
  assert.ok(findings.every(({ state }) => state === 'fine'));
});

for (const [what, facts, title] of [
  ['is no managed node', { nodeId: 'i-1', connected: undefined }, /^i-1 is no managed node here/],
  ['is away', { nodeId: 'i-1', known: { ...known, ping: 'ConnectionLost' }, connected: false }, /not online/],
  ['lacks a role for sessions', { nodeId: 'i-1', known, connected: false }, /no connection to it/],
  [
    'has an agent of old',
    { nodeId: 'i-1', known: { ...known, agentVersion: '2.3.50.0' }, connected: true },
    /no sessions/,
  ],
] as const)
  test(`a node that ${what} gives one fault with its mend`, () => {
    const faults = nodeFindings(facts).filter(({ state }) => state === 'fault');
    assert.equal(faults.length, 1);
    assert.match(faults[0]?.title ?? '', title);
    assert.notEqual(faults[0]?.detail, '');
  });

test('the preferences tell of keys, logs and users', () => {
  const inputs = {
    kmsKeyId: 'k-1',
    s3BucketName: 'logs',
    runAsEnabled: true,
    runAsDefaultUser: 'ops',
    idleSessionTimeout: '5',
  };
  const preferences = readPreferences(JSON.stringify({ schemaVersion: '1.0', inputs }));
  assert.deepEqual(preferences, { idleMinutes: 5, kmsKeyId: 'k-1', bucket: 'logs', runAs: 'ops' });
  const titles = preferenceFindings(preferences, 'Linux').map((each) => each.title);
  assert.deepEqual(titles, [
    'Sessions are encrypted with a key of KMS',
    'Shells are written to the bucket logs',
    'Shells run as ops',
    'A shell ends after 5 minutes without a key',
  ]);
  assert.ok(!preferenceFindings(preferences, 'Windows').some(({ title }) => title.includes('run as')));
});

test('preferences that are not there, or no JSON, are those of the service', () => {
  for (const text of [undefined, '{}', 'no JSON']) assert.deepEqual(readPreferences(text), { idleMinutes: 20 });
});

const entry: SshEntry = { host: 'i-* mi-*', node: '/usr/bin/node', program: '/opt/op s/cli.js', region: 'eu-west-1' };

test('the entry of SSH runs the command, with what has blanks in quotes', () => {
  assert.equal(
    sshEntry({ ...entry, user: 'ec2-user', profile: 'work' }),
    [
      '# Opswright: i-* mi-*',
      'Host i-* mi-*',
      '  User ec2-user',
      '  ProxyCommand /usr/bin/node "/opt/op s/cli.js" ssm-proxy %h %p --profile work --region eu-west-1',
      '# end of Opswright: i-* mi-*',
      '',
    ].join('\n'),
  );
  assert.match(sshEntry({ ...entry, node: '/usr/share/code/code' }), /ProxyCommand env ELECTRON_RUN_AS_NODE=1 \/usr/);
});

test('the entry of SSH goes through the proxy that VS Code is told of', () => {
  const proxy = 'http://proxy.example:3128';
  assert.match(sshEntry({ ...entry, proxy }), /ProxyCommand env HTTPS_PROXY=http:\/\/proxy\.example:3128 \/usr/);
  const windows = sshEntry({ ...entry, node: 'C:\\code.exe', proxy, windows: true });
  assert.match(
    windows,
    /ProxyCommand cmd \/c "set ELECTRON_RUN_AS_NODE=1&& set HTTPS_PROXY=http:[^ ]+&& C:\\code\.exe /,
  );
});

test('an entry finds its place in a file with the line ends of Windows, and keeps them', () => {
  const before = withEntry('Host mine\r\n  User me\r\n', entry.host, sshEntry(entry));
  assert.doesNotMatch(before, /[^\r]\n/);
  const after = withEntry(before, entry.host, sshEntry({ ...entry, user: 'ops' }));
  assert.equal(after, before.replace('Host i-* mi-*\r\n', 'Host i-* mi-*\r\n  User ops\r\n'));
});

test('an entry that is written again takes its own place, and the rest of the file stays', () => {
  const before = 'Host mine\n  User me\n';
  const first = withEntry(before, entry.host, sshEntry(entry));
  assert.ok(first.startsWith(`${before}\n# Opswright`));
  const after = `${first}\nHost other\n  User you\n`;
  const second = withEntry(after, entry.host, sshEntry({ ...entry, user: 'ops' }));
  assert.equal(second, after.replace('Host i-* mi-*\n', 'Host i-* mi-*\n  User ops\n'));
  assert.equal(withEntry(second, entry.host, sshEntry({ ...entry, user: 'ops' })), second);
  assert.equal(withEntry('', entry.host, sshEntry(entry)), sshEntry(entry));
});

test('what SSH would fill in itself is doubled, and a shell reads nothing into a path', () => {
  const odd = sshEntry({ ...entry, program: '/home/100%/it costs $5/cli.js', profile: 'a"b%h' });
  assert.ok(odd.includes(' "/home/100%%/it costs \\$5/cli.js" ssm-proxy %h %p --profile "a\\"b%%h" --region'), odd);
});

test('a path of Windows is taken as it is, whatever a shell would make of it', () => {
  const program = 'C:\\Users\\Mr $mith `x\\cli.js';
  const windows = sshEntry({ ...entry, node: 'C:\\Program Files\\nodejs\\node.exe', program, windows: true });
  assert.ok(
    windows.includes('ProxyCommand "C:\\Program Files\\nodejs\\node.exe" "C:\\Users\\Mr $mith `x\\cli.js" ssm-proxy'),
    windows,
  );
});

test('an entry at the end of a file without its last line end is found again', () => {
  const written = withEntry('Host mine\n', entry.host, sshEntry(entry)).trimEnd();
  const again = withEntry(written, entry.host, sshEntry({ ...entry, user: 'ops' }));
  assert.equal(again.match(/^Host i-/gm)?.length, 1);
  assert.match(again, /User ops\n/);
});

test('lines of others keep their ends, also where a file has both kinds', () => {
  const before = 'Include other\nMatch user me\r\n  User me\n';
  const after = withEntry(before, entry.host, sshEntry(entry));
  assert.ok(after.startsWith(before));
  assert.ok(after.endsWith('\r\n'));
  assert.equal(withEntry(after, entry.host, sshEntry(entry)), after);
});

test('the entries of two nodes stand side by side, also where a name is like a pattern', () => {
  const [one, two] = ['web.1', 'web-1'].map((host) => ({ ...entry, host }));
  const both = withEntry(withEntry('', 'web.1', sshEntry(one ?? entry)), 'web-1', sshEntry(two ?? entry));
  assert.deepEqual(both.match(/^Host .*/gm), ['Host web.1', 'Host web-1']);
});

test('the name of a node is no pattern, no comment and no option of SSH', () => {
  assert.deepEqual(['web 1', 'a*b?', '#1!', '-oProxyCommand=x', 'büro.1', '**'].map(aliasFor), [
    'web-1',
    'a-b-',
    '1-',
    'oProxyCommand-x',
    'büro.1',
    'node',
  ]);
  assert.equal(userFault('DOMAIN\\ops'), undefined);
  assert.match(userFault('a b') ?? '', /no blanks/);
});

test('the file of SSH is kept as it was beside itself, a link stays a link, and nobody else may read a new one', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'opswright-ssh-'));
  try {
    const file = path.join(folder, '.ssh', 'config');
    assert.equal(await readConfig(file), '');
    assert.equal(await writeConfig(file, '', 'Host a\n'), undefined);
    if (process.platform !== 'win32') assert.equal((await stat(file)).mode & 0o777, 0o600);
    const link = path.join(folder, 'link');
    if (process.platform !== 'win32') await symlink(file, link);
    else await writeFile(link, 'Host a\n');
    const kept = await writeConfig(link, 'Host a\n', 'Host b\n');
    assert.equal(await readFile(path.join(folder, kept ?? ''), 'utf8'), 'Host a\n');
    if (process.platform !== 'win32') assert.ok((await lstat(link)).isSymbolicLink());
    assert.equal(await readConfig(link), 'Host b\n');

    await assert.rejects(writeConfig(link, 'Host a\n', 'Host c\n'), /was changed meanwhile/);
    assert.equal(await readConfig(link), 'Host b\n');
    const latin = path.join(folder, 'latin');
    await writeFile(latin, Buffer.from('# M\xfcller\n', 'latin1'));
    await assert.rejects(readConfig(latin), /no UTF-8/);
    assert.equal((await readdir(folder)).length, 4);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a page that is encrypted where it is, is opened as that', () => {
  assert.equal(pageAddress(49_152, 8080), 'http://127.0.0.1:49152/');
  assert.equal(pageAddress(49_152, 443), 'https://127.0.0.1:49152/');
});

test('bytes are told with three digits', () => {
  assert.deepEqual([0, 999, 1000, 12_345, 123_456_789].map(bytesText), [
    '0 B',
    '999 B',
    '1.00 kB',
    '12.3 kB',
    '123 MB',
  ]);
});
