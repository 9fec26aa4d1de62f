/** What selectors find in answers, one line each; `unknown` is never held against a document. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { awsModels } from '../../server/src/awsModels.ts';
import { select } from '../../server/src/language/aws/select.ts';
import { readSelector } from '../../server/src/language/aws/selector.ts';

const read = awsModels('schemas/aws');

const found: readonly (readonly [call: string, selector: string, what: string])[] = [
  ['ec2 DescribeInstances', '$', '>DescribeInstances'],
  ['ec2 DescribeInstances', '$.Reservations', '[#Reservation'],
  ['ec2 DescribeInstances', '$.Reservations[0].Instances[0].State.Name', 'eInstanceStateName'],
  ['ec2 DescribeInstances', 'Reservations[0].Instances[0].InstanceId', 's'],
  ['ec2 DescribeInstances', "$['Reservations'][0]['Instances'][0]['InstanceId']", 's'],
  ['ec2 DescribeInstances', "$.'Reservations'[0].Instances[0].AmiLaunchIndex", 'n'],
  ['ec2 DescribeInstances', '$.Reservations[*].Instances[*].InstanceId', 'many s'],
  ['ec2 DescribeInstances', '$.Reservations[0:1].OwnerId', 'many s'],
  ['ec2 DescribeInstances', '$.Reservations[-1].OwnerId', 's'],
  ['ec2 DescribeInstances', '$..InstanceId', 'many s'],
  ['ec2 DescribeInstances', '$.Reservations..Instances..InstanceId', 'many s'],
  ['ec2 DescribeInstances', "$.Reservations[0].Instances[0].Tags[?(@.Key == 'Name')].Value", 'many s'],
  ['ec2 DescribeInstances', "$.Reservations[0].Instances[0].Tags[?(@.Key == '{{ Tag }}')].Value", 'many s'],
  ['ec2 DescribeInstances', '$.ResponseMetadata.HTTPStatusCode', 'n'],
  ['ec2 DescribeInstances', '$.Reservations[{{ Index }}].OwnerId', 'unknown'],
  ['ec2 DescribeInstances', '{{ Path }}', 'unknown'],
  ['ec2 DescribeInstances', '$.{{ Name }}.x', 'unknown'],
  ['ec2 DescribeInstances', '$.Reservations.length()', 'unknown'],
  ['ec2 DescribeInstances', '$.Reservations.Instances', 'missing Instances'],
  ['ec2 DescribeInstances', '$.Reservations[0].Instances[0].State.Name.First', 'missing First'],
  ['ec2 DescribeInstances', '$.Reservations[0].Instances[0].InstanceId[0]', 'missing [0]'],
  ['ec2 DescribeInstances', '$.reservations', 'missing reservations'],
  ['ec2 DescribeInstances', '$..InstanceID', 'missing InstanceID'],
  ['ec2 DetachInternetGateway', '$.Return', 'missing Return'],
  ['ssm GetAutomationExecution', "$.AutomationExecution.Outputs.'make.ImageId'[0]", 's'],
  ['ssm GetAutomationExecution', "$.AutomationExecution.Outputs['make.ImageId'][0]", 's'],
  ['iam GetRole', '$.Role.AssumeRolePolicyDocument.Statement[0].Effect', 'unknown'],
  ['iam GetRole', '$.Role.Arn', 's'],
  ['cloudformation GetTemplate', '$.TemplateBody.Resources', 'unknown'],
  ['dynamodb GetItem', '$.Item.Name.S', 's'],
  ['dynamodb GetItem', '$..S', 'unknown'],
];

for (const [call, text, what] of found) {
  test(`${call} ${text}: ${what}`, () => {
    const [service = '', operation = ''] = call.split(' ');
    const model = read(service);
    assert.ok(model !== undefined);
    const { segments, faults } = readSelector(text);
    assert.ok(!faults.some(({ grave }) => grave));
    const result = select(model, `>${operation}`, segments);
    if (result.state === 'missing') {
      assert.equal(`missing ${text.slice(result.segment.start, result.segment.end)}`, what);
    } else {
      const type = result.state === 'found' ? result.type : 'unknown';
      assert.equal(result.many && type !== 'unknown' ? `many ${type}` : type, what);
    }
  });
}

const faulty: readonly (readonly [selector: string, marked: string, grave: boolean])[] = [
  ['$Volumes', '$', true],
  ['$.', '.', true],
  ['$.A..', '.', true],
  ['$.A[0', '[', true],
  ['$.A[]', '[]', true],
  ["$.A['b]", '[', true],
  ['$.A[?(@.b == 1 && @.c == 2)]', '&&', true],
  ['$.A[?(@.b == 1 || @.c == 2)]', '||', true],
  ['$.A[0]b', 'b', true],
  ['$.A[?@.b == 1]', '[?@.b == 1]', false],
  ['$.A[*]', '[*]', false],
  ['$.A.*', '*', false],
  ['$.A[-1]', '[-1]', false],
  ['$.A[0,1]', '[0,1]', false],
  ['$.A.length()', 'length()', false],
];

for (const [text, marked, grave] of faulty) {
  test(`${text} has a fault`, () => {
    const { faults } = readSelector(text);
    assert.equal(faults.length, 1, JSON.stringify(faults));
    assert.equal(text.slice(faults[0]?.start, faults[0]?.end), marked);
    assert.equal(faults[0]?.grave, grave);
  });
}

for (const text of ['$', ' $.A ', '$.A.B[0].C', "$.A[?(@.b == 'x && y')].c", "$.A['b]c']", '$.A-b_c', '$.{{ x.y }}']) {
  test(`${text} has none`, () => assert.deepEqual(readSelector(text).faults, []));
}
