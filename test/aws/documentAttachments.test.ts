/** Where the files of a document lie, as somebody types it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesInWords, hasAll, sourcesOfText } from '../../client/src/documents/attachments.ts';

const files = [{ name: 'app.zip', sha256: 'a'.repeat(64) }, { name: 'tools.zip' }];

test('a folder in S3 is one source for all files', () => {
  for (const typed of ['s3://shop-packages/app', ' s3://shop-packages/app/ '])
    assert.deepEqual(sourcesOfText(typed, files), [{ Key: 'SourceUrl', Values: ['s3://shop-packages/app'] }]);
  assert.deepEqual(sourcesOfText('s3://shop-packages', files), [{ Key: 'SourceUrl', Values: ['s3://shop-packages'] }]);
});

test('addresses of files are a source each, and all have to be there', () => {
  assert.deepEqual(sourcesOfText('s3://one/x/tools.zip, s3://two/app.zip', files), [
    { Key: 'S3FileUrl', Values: ['s3://two/app.zip'], Name: 'app.zip' },
    { Key: 'S3FileUrl', Values: ['s3://one/x/tools.zip'], Name: 'tools.zip' },
  ]);
  assert.deepEqual(sourcesOfText('s3://two/app.zip', files), { fault: 'There is no address for tools.zip' });
  assert.deepEqual(sourcesOfText('s3://two/app.zip s3://two/other.zip', files), {
    fault: 'The document names no file "other.zip"',
  });
});

test('a version of a document has files to take over, also one of another account', () => {
  assert.deepEqual(sourcesOfText('Shop-App/3', files), [
    { Key: 'AttachmentReference', Values: ['Shop-App/3/app.zip'], Name: 'app.zip' },
    { Key: 'AttachmentReference', Values: ['Shop-App/3/tools.zip'], Name: 'tools.zip' },
  ]);
  const arn = 'arn:aws:ssm:eu-west-1:111122223333:document/Shop-App';
  assert.deepEqual(sourcesOfText(`${arn}/2`, files.slice(0, 1)), [
    { Key: 'AttachmentReference', Values: [`${arn}/2/app.zip`], Name: 'app.zip' },
  ]);
});

test('what is neither is refused with what it should be', () => {
  const faults: [string, RegExp][] = [
    ['', /^Say where/],
    ['Shop-App', /"Shop-App" is neither/],
    ['https://example.com/app.zip', /is neither/],
    ['s3://two/app.zip Shop-App/3', /"Shop-App\/3" is no address in S3/],
    ['s3://X', /is neither/],
  ];
  for (const [typed, fault] of faults) {
    const read = sourcesOfText(typed, files);
    assert.ok('fault' in read, typed);
    assert.match(read.fault, fault);
  }
  const many = Array.from({ length: 21 }, (_, at) => ({ name: `${at}.zip` }));
  assert.match(JSON.stringify(sourcesOfText('Shop-App/3', many)), /there may be 20 files/);
  assert.deepEqual(sourcesOfText('s3://shop-packages/app', many), [
    { Key: 'SourceUrl', Values: ['s3://shop-packages/app'] },
  ]);
});

test('a version has the files of a document when names and known checksums agree', () => {
  const there = [
    { name: 'app.zip', sha256: 'a'.repeat(64) },
    { name: 'tools.zip', sha256: 'b'.repeat(64) },
  ];
  assert.ok(hasAll(there, files));
  assert.ok(!hasAll(there.slice(0, 1), files));
  assert.ok(!hasAll([{ name: 'app.zip', sha256: 'c'.repeat(64) }, { name: 'tools.zip' }], files));
  assert.equal(filesInWords(files), 'app.zip and tools.zip');
  assert.equal(filesInWords([...files, { name: 'more.zip' }]), 'app.zip and 2 files more');
});
