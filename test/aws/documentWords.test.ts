/** Documents in words: groups, descriptions, filters, ARNs. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arnOf, bareName, referenceOf } from '../../client/src/documents/reference.ts';
import {
  byType,
  contextOf,
  descriptionOf,
  filtersOf,
  tooltipOf,
  versionWords,
} from '../../client/src/documents/words.ts';

test('documents are grouped by type, the types that people write first and unknown ones last', () => {
  const of = (type?: string) => ({ ...(type !== undefined && { type }) });
  const groups = byType([of('Zebra'), of('Session'), of('Automation'), of(), of('Automation')]);
  assert.deepEqual(
    groups.map(([type, some]) => `${type} ${some.length}`),
    ['Automation 2', 'Session 1', 'Other 1', 'Zebra 1'],
  );
});

test('the line of a document says its version and the platforms that not all have', () => {
  const line = (more: object) => descriptionOf({ name: 'a', ownership: 'own', ...more });
  assert.equal(line({ version: '3', versionName: 'spring' }), 'v3 · spring');
  assert.equal(line({ version: '3', type: 'Command', platforms: ['Linux'] }), 'v3 · Linux');
  assert.equal(line({ type: 'Command', platforms: ['Linux', 'Windows', 'MacOS'] }), '');
});

test('a tooltip has one fact a line, is no markup of its author, and says what of a package cannot be read', () => {
  const text = tooltipOf({ name: 'A_b', ownership: 'own', type: 'Package', version: '1', tags: { Team: 'w*b' } });
  assert.equal(
    text,
    [
      '**A\\_b**',
      'Type: Package',
      'Default version: 1',
      'Tags: Team=w\\*b',
      '*Opens as its manifest. The archives attached to a package are binary and are not shown.*',
    ].join('  \n'),
  );
});

test('a version is told with what sets it apart', () => {
  assert.equal(
    versionWords({ DocumentVersion: '2', IsDefaultVersion: true, VersionName: 'spring', DocumentFormat: 'YAML' }),
    'default · spring · YAML',
  );
  assert.equal(versionWords({ DocumentFormat: 'JSON', Status: 'Failed' }), 'JSON · failed');
});

test('what is typed becomes filters of the service', () => {
  assert.deepEqual(filtersOf('  '), []);
  assert.deepEqual(filtersOf('patch linux'), [{ Key: 'SearchKeyword', Values: ['patch', 'linux'] }]);
  assert.deepEqual(filtersOf('name:AWS-Run type:Command platform:Linux tag:Team=a=b'), [
    { Key: 'Name', Values: ['AWS-Run'] },
    { Key: 'DocumentType', Values: ['Command'] },
    { Key: 'PlatformTypes', Values: ['Linux'] },
    { Key: 'tag:Team', Values: ['a=b'] },
  ]);
  assert.deepEqual(filtersOf('tag:Team'), [{ Key: 'SearchKeyword', Values: ['tag:Team'] }]);
});

test('an ARN names the account of its owner, and none for Amazon', () => {
  assert.equal(
    arnOf({ name: 'a', owner: '123456789012' }, 'eu-west-1'),
    'arn:aws:ssm:eu-west-1:123456789012:document/a',
  );
  assert.equal(arnOf({ name: 'AWS-b', owner: 'Amazon' }, 'cn-north-1'), 'arn:aws-cn:ssm:cn-north-1::document/AWS-b');
  const arn = 'arn:aws:ssm:eu-west-1:210987654321:document/shared';
  assert.equal(arnOf({ name: arn }, 'eu-west-1'), arn);
  assert.equal(bareName(arn), 'shared');
});

test('menus know whose a document is, how it is written, and whether it is pinned', () => {
  const document = referenceOf({ Name: 'a', DocumentFormat: 'YAML' }, 'shared');
  assert.equal(contextOf(document, false), 'document shared yaml');
  assert.equal(contextOf(document, true), 'document shared yaml pinned');
});
