/** What the README promises of the extension is complete: its settings, its commands, and each IAM action that it needs. */

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { ConfigService } from '@aws-sdk/client-config-service';
import { KMS } from '@aws-sdk/client-kms';
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
  { name: 'kms', prefix: 'kms', operations: KMS },
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
/** The parts of the table: which files call for each, and of a file that calls for several, by which operations. */
const parts: Record<string, (string | [file: string, ...operations: string[]])[]> = {
  'Documents: list, open': ['views/documents', 'documents/texts'],
  'Documents: state of those in the workspace, compare': [
    'documents/local',
    'documents/texts',
    'commands/compareDocumentVersions',
  ],
  'Documents: publish': [
    'documents/publish',
    'documents/publishQuestions',
    'documents/settled',
    'documents/local',
    'documents/texts',
  ],
  'Documents: default version, tags': ['commands/setDefaultVersion', 'commands/editDocumentTags'],
  'Documents: share': ['commands/shareDocument'],
  'Documents: delete': ['commands/deleteDocument', 'commands/shareDocument'],
  'Fleet: list, state, filter by id or tag': [
    ['views/fleet/nodes', 'ssm:DescribeInstanceProperties', 'ssm:DescribeInstanceInformation'],
  ],
  'Fleet: platforms, applications': [
    'views/fleet/platformGroups',
    'commands/searchApplications',
    ['views/fleet/nodes', 'ssm:GetInventory'],
  ],
  'Fleet: groups by tag': ['commands/groupFleet', 'views/fleet/tagGroups'],
  'Fleet: groups by resource group': ['views/fleet/resourceGroups', 'views/fleet/members'],
  'Fleet: what is on a node': [
    'views/fleet/sections',
    'views/fleet/patches',
    'views/fleet/associations',
    'views/fleet/inventory',
    'views/fleet/sessions',
    'views/fleet/recentCommands',
  ],
  'Fleet: details': ['views/fleet/details'],
  'Fleet: why a node is not reached': ['views/fleet/reachFacts'],
  'Runs: list, follow': ['views/runs', 'runs/readRuns'],
  'Runs: whole outputs': ['runs/fullOutput'],
  'Runs: start': [
    'commands/runDocument',
    'runs/pickDocument',
    'runs/send',
    'runs/sendCommand',
    'runs/targets',
    'views/fleet/members',
    ['views/fleet/nodes', 'ssm:DescribeInstanceProperties'],
  ],
  'Runs: start one of the workspace': [
    ['documents/publish', 'ssm:CreateDocument', 'ssm:UpdateDocument'],
    'documents/local',
    'documents/settled',
    'documents/texts',
    'runs/temporaryDocument',
  ],
  'Runs: cancel, approve, resume': ['commands/cancelRun', 'runs/signal'],
  'Runs: complete run files with values of the account': ['liveValues'],
  'Compliance: rules and resources': [
    'views/complianceRules',
    ['views/complianceResources', 'config:DescribeComplianceByResource', 'config:GetComplianceDetailsByResource'],
    'commands/openRulePage',
    ['compliance/texts', 'config:DescribeConfigRules'],
  ],
  'Compliance: configuration, history': [
    ['views/complianceResources', 'config:GetResourceConfigHistory'],
    ['compliance/texts', 'config:BatchGetResourceConfig', 'config:GetResourceConfigHistory'],
    'compliance/changes',
  ],
  'Compliance: packs, patches, associations': [
    'views/compliancePacks',
    'views/complianceSystems',
    ['views/fleet/nodes', 'ssm:DescribeInstanceProperties'],
  ],
  'Compliance: evaluate, remediate': ['commands/evaluateRule', 'commands/remediate'],
  'Sessions: every session': [
    'sessions/sessionCalls',
    ['sdkCalls', 'ssm:StartSession', 'ssm:ResumeSession', 'ssm:TerminateSession'],
  ],
  'Sessions: picking a node or a document': ['sessions/nodes', 'commands/startSessionWith'],
  'Sessions: encrypted sessions': ['handshake', ['sdkCalls', 'kms:GenerateDataKey']],
  'Sessions: the check, and the warning before an idle session ends': [
    'commands/checkSessionAccess',
    'sessions/shells',
  ],
};
/** What a service asks in the name of its caller. */
const inTheirName: Record<string, string[]> = {
  'Documents: publish': ['s3:GetObject', 's3:ListBucket'],
  'Fleet: groups by resource group': [
    'tag:GetResources',
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
  ],
  'Sessions: every session': ['ssmmessages:OpenDataChannel'],
};

test('each part of the table of permissions has the actions that its code calls, and no others', () => {
  const calls = actionsByFile();
  assert.ok(calls.size > 30, 'the search finds calls');
  const rows = new Map(
    [...permissions.matchAll(/^\| ([A-Z]\w+: .+?) \| (.+) \|$/gm)].map(([, part = '', text = '']) => [
      part,
      [...text.matchAll(/`([a-z\d-]+:[A-Z]\w+)`/g)].map(([, action = '']) => action),
    ]),
  );
  assert.deepEqual([...rows.keys()].sort(), Object.keys(parts).sort());
  const left = new Map([...calls].map(([file, actions]) => [file, new Set(actions)]));
  for (const [part, files] of Object.entries(parts)) {
    const needed = new Set(inTheirName[part]);
    for (const each of files) {
      const [file, ...some] = typeof each === 'string' ? [each] : each;
      const called = calls.get(file) ?? assert.fail(`${file} calls nothing`);
      for (const action of some.length > 0 ? some : called) {
        assert.ok(called.has(action), `${file} does not call ${action}`);
        needed.add(action);
        left.get(file)?.delete(action);
      }
    }
    assert.deepEqual([...new Set(rows.get(part))].sort(), [...needed].sort(), part);
  }
  const missing = [...left].flatMap(([file, actions]) => [...actions].map((action) => `${file}: ${action}`));
  assert.deepEqual(missing, [], 'calls of no part');
});

test('clients of services are called by the names of their operations alone, so that the search finds each call', () => {
  for (const [file, text] of sources()) {
    if (file === 'aws/clients') continue;
    const bare = text.replace(/^import .*$/gm, '');
    assert.doesNotMatch(bare, /\.send\(new |\bpaginate[A-Z]\w+\(|\bwaitUntil[A-Z]\w+\(/, file);
    assert.doesNotMatch(
      text,
      /^import \{[^}]*\} from '@aws-sdk\/client-/m,
      `${file} takes more than types from the SDK`,
    );
  }
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

/** The sources of the client and of sessions, by their names in there. */
function sources(): [file: string, text: string][] {
  return ['client/src', 'sessions/src'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file): [string, string] => [
        file.replaceAll('\\', '/').replace(/\.ts$/, ''),
        readFileSync(`${folder}/${file}`, 'utf8'),
      ]),
  );
}

/** `ssm:SendCommand` and the like, for each call of the SDK, by the file that it stands in. */
function actionsByFile(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const [file, text] of sources()) {
    for (const [, receiver = '', operation = ''] of text.matchAll(/(\w*)\s*\??\.\s*([a-z]\w+)\s*\(/g)) {
      const able = services.filter(({ operations }) => operations.has(operation));
      const named = able.filter(({ name }) => name === receiver);
      // Called on something that is not named after its service: whichever has such an operation.
      for (const { prefix } of named.length > 0 ? named : able.slice(0, 1)) {
        const action = `${prefix}:${operation[0]?.toUpperCase()}${operation.slice(1)}`;
        found.set(file, (found.get(file) ?? new Set()).add(actions[action] ?? action));
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
