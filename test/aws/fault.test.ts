import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readFault, rememberCall } from '../../client/src/aws/fault.ts';

function failure(name: string, message = '', more: object = {}): Error {
  return Object.assign(new Error(message), { name }, more);
}

describe('readFault', () => {
  it('asks to sign in again when credentials are over', () => {
    const fault = readFault(failure('ExpiredTokenException', 'The security token included in the request is expired'));
    assert.deepEqual([fault.kind, fault.title], ['signedOut', 'Signed out']);
  });

  it('says what the credential providers say when there are none', () => {
    const fault = readFault(failure('CredentialsProviderError', 'Could not load credentials from any providers'));
    assert.deepEqual([fault.kind, fault.title], ['signedOut', 'Not signed in']);
    assert.match(fault.detail, /^Could not load credentials from any providers\. Sign in/);
  });

  it('takes a portal that does not answer for the network, not for the credentials', () => {
    const words = 'getaddrinfo ENOTFOUND portal.sso.us-east-1.amazonaws.com';
    assert.equal(readFault(failure('CredentialsProviderError', words)).kind, 'unreachable');
  });

  it('names the action that is missing, as the service does', () => {
    const message =
      'User: arn:aws:iam::123456789012:user/ana is not authorized to perform: ssm:ListDocuments on resource: * because no identity-based policy allows it';
    assert.equal(readFault(failure('AccessDeniedException', message)).action, 'ssm:ListDocuments');
  });

  it('names the action of the call where the service does not', () => {
    const error = failure('AccessDenied', 'Access Denied');
    rememberCall(error, { service: 's3', operation: 'GetObject' });
    assert.equal(readFault(error).title, 'Not allowed: s3:GetObject');
  });

  it('names the permission where it is called otherwise than the operation', () => {
    const error = failure('AccessDenied', 'Access Denied');
    rememberCall(error, { service: 's3', operation: 'ListObjectsV2' });
    assert.equal(readFault(error).action, 's3:ListBucket');
  });

  it('finds a refused connection, alone and among several addresses', () => {
    const one = failure('Error', 'connect ECONNREFUSED 127.0.0.1:9', { code: 'ECONNREFUSED' });
    assert.equal(readFault(one).kind, 'unreachable');
    assert.equal(readFault(new AggregateError([one])).kind, 'unreachable');
  });

  it('tells throttling', () => {
    assert.equal(readFault(failure('ThrottlingException', 'Rate exceeded')).kind, 'throttled');
  });

  it('lets the service speak where it refused for another reason', () => {
    const fault = readFault(failure('InvalidDocument', 'Document with name Nope does not exist.'));
    assert.deepEqual([fault.kind, fault.title], ['refused', 'Document with name Nope does not exist.']);
  });

  it('takes anything that can be thrown', () => {
    for (const thrown of [undefined, null, 'words', 7, {}]) assert.equal(readFault(thrown).kind, 'refused');
  });
});
