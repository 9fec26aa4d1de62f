import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  countWords,
  managedRulePage,
  remediationInputs,
  ruleWords,
  typeWords,
  verdictOf,
  verdictWords,
} from '../../client/src/compliance/words.ts';

describe('words of compliance', () => {
  it('counts, and says where the service stopped counting', () => {
    assert.equal(countWords({ CappedCount: 1 }, 'rule'), '1 rule');
    assert.equal(countWords({ CappedCount: 25, CapExceeded: true }, 'resource'), '25+ resources');
    assert.equal(countWords(undefined, 'rule'), '0 rules');
  });

  it('takes an outcome that it does not know for no result', () => {
    assert.equal(verdictWords(verdictOf('SOMETHING_NEW')), 'No result yet');
  });

  it('names types of resources without what all have', () => {
    assert.equal(typeWords('AWS::EC2::SecurityGroup'), 'EC2 SecurityGroup');
  });

  it('names rules of a conformance pack without what all have', () => {
    assert.equal(ruleWords('keys-are-rotated-conformance-pack-a1b2c3d4e'), 'keys-are-rotated');
    assert.equal(ruleWords('my-conformance-pack-of-rules'), 'my-conformance-pack-of-rules');
  });

  it('knows the page of a managed rule, and none of others', () => {
    const page = managedRulePage('AWS', 'S3_BUCKET_VERSIONING_ENABLED') ?? '';
    assert.match(page, /\/s3-bucket-versioning-enabled\.html$/);
    assert.match(managedRulePage('AWS', 'INCOMING_SSH_DISABLED', 'restricted-ssh') ?? '', /\/restricted-ssh\.html$/);
    assert.equal(managedRulePage('CUSTOM_LAMBDA', 'arn:aws:lambda:eu-west-1:123456789012:function:f'), undefined);
  });

  it('fills in the resource where a remediation asks for it', () => {
    const parameters = {
      BucketName: { ResourceValue: { Value: 'RESOURCE_ID' } },
      SSEAlgorithm: { StaticValue: { Values: ['AES256'] } },
    };
    assert.deepEqual(remediationInputs(parameters, 'logs'), { BucketName: ['logs'], SSEAlgorithm: ['AES256'] });
  });
});
