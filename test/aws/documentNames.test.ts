/** What is typed for documents, and what the service says of them. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  accountsOfText,
  nameFault,
  tagChanges,
  tagsAsText,
  tagsOfText,
  versionNameFault,
} from '../../client/src/documents/names.ts';
import { refusalOf } from '../../client/src/documents/refusal.ts';

function refused(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

test('names that the service would refuse are refused before', () => {
  assert.equal(nameFault('Shop-Restart_1.2'), undefined);
  assert.match(nameFault('ab') ?? '', /3 to 128/);
  assert.match(nameFault('with blank') ?? '', /Letters/);
  assert.match(nameFault('AWS-Mine') ?? '', /kept for AWS/);
  assert.equal(versionNameFault(''), undefined);
  assert.equal(versionNameFault('1.4.0'), undefined);
  assert.match(versionNameFault('spring release') ?? '', /Letters/);
});

test('tags are read as they are written', () => {
  assert.deepEqual(tagsOfText(' Team=web, Path=a=b ,'), { tags: { Team: 'web', Path: 'a=b' } });
  assert.deepEqual(tagsOfText('Empty='), { tags: { Empty: '' } });
  assert.match(JSON.stringify(tagsOfText('Team')), /is no tag/);
  assert.match(JSON.stringify(tagsOfText('aws:x=1')), /kept for AWS/);
  assert.equal(tagsAsText({ Team: 'web', Stage: 'prod' }), 'Team=web, Stage=prod');
});

test('only what is different about tags is sent', () => {
  assert.deepEqual(tagChanges({ a: '1', b: '2', c: '3' }, { a: '1', b: 'x', d: '4' }), {
    add: { b: 'x', d: '4' },
    remove: ['c'],
  });
});

test('accounts are ids of twelve digits, or all', () => {
  assert.deepEqual(accountsOfText('2109-8765-4321, ALL 210987654321'), ['210987654321', 'all']);
  assert.deepEqual(accountsOfText(''), []);
  assert.match(JSON.stringify(accountsOfText('12345')), /12 digits/);
});

test('what is wrong with a text is shown at the line that the service means', () => {
  const text = 'schemaVersion: "0.3"\nmainSteps:\n  - name: one\n    action: aws:sleepy\n';
  const at = (message: string) => refusalOf(refused('InvalidDocumentContent', message), 'x', text)?.line;
  assert.equal(at('Line 3: nothing of the kind.'), 2);
  assert.equal(at('Action "aws:sleepy" in step "one" is unknown.'), 3);
  assert.equal(at('Something is wrong.'), 0);
  assert.equal(at('Line 99: beyond.'), 0);
});

test('other refusals say what to do, and faults of the account are left to others', () => {
  const words = (name: string) => refusalOf(refused(name, 'said'), 'Shop', '')?.message;
  assert.match(words('DuplicateDocumentContent') ?? '', /make it the default/);
  assert.match(words('DuplicateDocumentVersionName') ?? '', /Choose another/);
  assert.match(words('DocumentVersionLimitExceeded') ?? '', /Delete old ones/);
  assert.equal(words('AccessDeniedException'), undefined);
  assert.equal(refusalOf('text', 'Shop', ''), undefined);
});
