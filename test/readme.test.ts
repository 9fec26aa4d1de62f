/** What the README promises of the extension is complete: its settings, its commands, and each IAM action that it needs. */

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { ConfigService } from '@aws-sdk/client-config-service';
import { ResourceGroups } from '@aws-sdk/client-resource-groups';
import { ResourceGroupsTaggingAPI } from '@aws-sdk/client-resource-groups-tagging-api';
import { S3 } from '@aws-sdk/client-s3';
import { SSM } from '@aws-sdk/client-ssm';
import { STS } from '@aws-sdk/client-sts';

const page = readFileSync('README.md', 'utf8');
const { contributes } = JSON.parse(readFileSync('package.json', 'utf8'));
const words: Record<string, string> = existsSync('package.nls.json')
  ? JSON.parse(readFileSync('package.nls.json', 'utf8'))
  : {};
const permissions = sectionOf('Permissions');
const settings = sectionOf('Settings and commands');

/** The client of each service by the name that the code gives it, and what IAM calls the service. */
const services = [
  { name: 'ssm', prefix: 'ssm', operations: SSM },
  { name: 'config', prefix: 'config', operations: ConfigService },
  { name: 'cloudtrail', prefix: 'cloudtrail', operations: CloudTrail },
  { name: 'logs', prefix: 'logs', operations: CloudWatchLogs },
  { name: 's3', prefix: 's3', operations: S3 },
  { name: 'sts', prefix: 'sts', operations: STS },
  { name: 'groups', prefix: 'resource-groups', operations: ResourceGroups },
  { name: 'tagging', prefix: 'tag', operations: ResourceGroupsTaggingAPI },
].map(({ operations, ...service }) => ({
  ...service,
  operations: new Set(Object.getOwnPropertyNames(operations.prototype).filter((name) => /^[a-z]+[A-Z]/.test(name))),
}));

/** Calls whose IAM action has another name. */
const actions: Record<string, string> = {
  's3:ListObjectsV2': 's3:ListBucket',
  's3:ListBuckets': 's3:ListAllMyBuckets',
};
/** IAM always allows it. */
const free = new Set(['sts:GetCallerIdentity']);

test('each operation that the extension calls stands in the table of permissions', () => {
  const called = actionsCalled();
  assert.ok(called.size > 50, 'the search finds calls');
  const missing = [...called].filter((action) => !free.has(action) && !permissions.includes(`\`${action}\``));
  assert.deepEqual(missing, [], 'actions that README.md, "Permissions", lacks');
});

test('no permission is asked for that nothing needs', () => {
  const called = actionsCalled();
  // What sessions need, through `sessions/`, and what Resource Groups asks in the name of its caller.
  const others = new Set([
    'ssm:ResumeSession',
    'ssm:TerminateSession',
    'kms:GenerateDataKey',
    'ssm:StartSession',
    'ssmmessages:OpenDataChannel',
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
  ]);
  const asked = [...permissions.matchAll(/`([a-z\d]+:[A-Z]\w+)`/g)].map(([, action = '']) => action);
  assert.deepEqual(
    [...new Set(asked)].filter((action) => !called.has(action) && !others.has(action)),
    [],
  );
});

test('each setting is explained, and no other', () => {
  const listed = [...settings.matchAll(/^\| `(opswright\.[\w.]+)` \|/gm)].map(([, name = '']) => name);
  assert.deepEqual(listed, Object.keys(contributes.configuration.properties).sort());
});

test('each command of the palette is explained, and no other', () => {
  const hidden = new Set(
    contributes.menus.commandPalette.flatMap((item: { command: string; when?: string }) =>
      item.when === 'false' ? [item.command] : [],
    ),
  );
  const titles = contributes.commands.flatMap((command: { command: string; category: string; title: string }) =>
    hidden.has(command.command) ? [] : [`${said(command.category)}: ${said(command.title)}`.replace('…', '')],
  );
  const listed = [...settings.matchAll(/^\| (Opswright: .+?) \|/gm)].map(([, title = '']) => title.replace('…', ''));
  assert.deepEqual(listed.sort(), [...new Set(titles)].sort());
});

test('each view has its name in the page', () => {
  for (const { name } of Object.values<{ name: string }[]>(contributes.views).flat())
    assert.match(page, new RegExp(`view \\*${said(name)}\\*|\\*${said(name)}\\* view`));
});

function said(text: string): string {
  const key = /^%(.+)%$/.exec(text)?.[1];
  return key === undefined ? text : (words[key] ?? text);
}

/** `ssm:SendCommand` and the like, for each call of the SDK in the sources of the client. */
function actionsCalled(): Set<string> {
  const found = new Set<string>();
  for (const file of readdirSync('client/src', { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const text = readFileSync(`client/src/${file}`, 'utf8');
    for (const [, receiver = '', operation = ''] of text.matchAll(/(\w*)\s*\??\.\s*([a-z]\w+)\s*\(/g)) {
      const able = services.filter(({ operations }) => operations.has(operation));
      const named = able.filter(({ name }) => name === receiver);
      // Called on something that is not named after its service: whichever has such an operation.
      for (const { prefix } of named.length > 0 ? named : able.slice(0, 1)) {
        const action = `${prefix}:${operation[0]?.toUpperCase()}${operation.slice(1)}`;
        found.add(actions[action] ?? action);
      }
    }
  }
  return found;
}

function sectionOf(title: string): string {
  const start = page.indexOf(`\n## ${title}\n`);
  assert.ok(start >= 0, `README.md has a section "${title}"`);
  const end = page.indexOf('\n## ', start + 1);
  return page.slice(start, end);
}
