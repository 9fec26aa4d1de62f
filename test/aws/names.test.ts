/** Names of services and operations as documents write them, and the members that completion offers. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { awsModels } from '../../server/src/awsModels.ts';
import { membersOf, outputMembers } from '../../server/src/language/aws/members.ts';
import type { ServiceModel } from '../../server/src/language/aws/model.ts';
import { operationNamed, operations } from '../../server/src/language/aws/operations.ts';
import { serviceNamed, services } from '../../server/src/language/aws/services.ts';

const read = awsModels('schemas/aws');

test('a service is found in any case, and what it is called elsewhere is understood', () => {
  assert.deepEqual(serviceNamed('ec2'), { name: 'ec2', retired: false });
  assert.deepEqual(serviceNamed('SQS'), { name: 'sqs', retired: false });
  assert.deepEqual(serviceNamed('qldb'), { name: 'qldb', retired: true });
  assert.deepEqual(serviceNamed('paperclips'), { name: undefined, retired: false });
  for (const [text, meant] of Object.entries({
    sfn: 'stepfunctions',
    states: 'stepfunctions',
    'cloudwatch-logs': 'logs',
    CloudWatchLogs: 'logs',
    eventbridge: 'events',
    'auto-scaling': 'autoscaling',
    AmazonS3: 's3',
    'AWS Systems Manager': 'ssm',
    'route-53': 'route53',
    securityHub: undefined,
  }))
    assert.equal(serviceNamed(text).meant, meant, text);
  assert.ok(services().length > 300 && services().includes('fis'));
});

test('an operation is found in any spelling', () => {
  const model = service('rds');
  assert.deepEqual(operationNamed(model, 'DescribeDBInstances'), named('DescribeDBInstances', true));
  assert.deepEqual(operationNamed(model, 'describe_db_instances'), named('DescribeDBInstances', false));
  assert.deepEqual(operationNamed(model, 'describeDBInstances'), named('DescribeDBInstances', false));
  assert.equal(operationNamed(model, 'DescribeDBInstance'), undefined);
  assert.equal(operationNamed(model, 'constructor'), undefined);
  const older = operationNamed(service('s3'), 'GetBucketLifecycle');
  assert.deepEqual(older, { name: 'GetBucketLifecycle', exact: true, modelled: false });
  assert.ok(operations(model).includes('StopDBInstance'));
});

test('members of a request, with what boto3 adds', () => {
  const flowLogs = membersOf(service('ec2'), 'DescribeFlowLogs').map(({ name, alias }) => [name, alias]);
  assert.deepEqual(
    flowLogs.filter(([name]) => name?.startsWith('Filter')),
    [
      ['Filter', undefined],
      ['Filters', 'Filter'],
    ],
  );
  assert.ok(membersOf(service('logs'), 'CreateExportTask').some(({ name, alias }) => name === 'fromTime' && alias));
  assert.ok(membersOf(service('docdb'), 'CreateDBCluster').some(({ name }) => name === 'SourceRegion'));
  const tags = membersOf(service('ec2'), 'RunInstances', ['TagSpecifications', 'Tags']);
  assert.deepEqual(
    tags.map(({ name }) => name),
    ['Key', 'Value'],
  );
  assert.deepEqual(membersOf(service('ec2'), 'RunInstances', ['Nothing']), []);
  assert.deepEqual(membersOf(service('ec2'), 'toString'), []);
});

test('members of an answer, with what boto3 tells about it', () => {
  const names = (operation: string, ...path: string[]) =>
    outputMembers(service('ec2'), operation, path).map(({ name }) => name);
  assert.deepEqual(names('DescribeVolumes').sort(), ['NextToken', 'ResponseMetadata', 'Volumes']);
  assert.deepEqual(names('DetachInternetGateway'), ['ResponseMetadata']);
  assert.ok(names('DescribeVolumes', 'ResponseMetadata').includes('HTTPStatusCode'));
  assert.ok(names('DescribeInstances', 'Reservations', 'Instances', 'State').includes('Name'));
});

function named(name: string, exact: boolean) {
  return { name, exact, modelled: true };
}

function service(name: string): ServiceModel {
  const model = read(name);
  assert.ok(model !== undefined, name);
  return model;
}
