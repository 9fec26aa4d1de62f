/** Types of references and inputs, and which fits where. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wholeExpression } from '../../server/src/language/expressions.ts';
import { parse } from '../../server/src/language/index.ts';
import { stepsView } from '../../server/src/language/kinds/steps.ts';
import { symbolsOf } from '../../server/src/language/symbols.ts';
import { fitOf, inputType, namedType, referenceType } from '../../server/src/language/types.ts';

const runbook = `
schemaVersion: "0.3"
parameters:
  Name: {type: String}
  Nodes: {type: List<AWS::EC2::Instance::Id>}
  Bucket: {type: AWS::S3::Bucket::Name}
  Odd: {type: Strng}
variables:
  count: {type: Integer}
mainSteps:
  - name: find
    action: aws:executeAwsApi
    inputs: {Service: ec2, Api: DescribeImages, Owners: [self]}
    outputs:
      - {Name: Ids, Selector: $.Images..ImageId, Type: StringList}
      - {Name: First, Selector: "$.Images[0].ImageId"}
  - name: start
    action: aws:runInstances
    inputs: {ImageId: x}
  - name: each
    action: aws:loop
    inputs: {Iterators: "{{ find.Ids }}", IteratorDataType: StringMap, Steps: []}
  - name: command
    action: aws:runCommand
    inputs: {DocumentName: x}
`;
const root = parse(runbook).parts[0]?.root;
assert.ok(root);
const view = stepsView(root);
const symbols = symbolsOf(root, view);

function typeOf(body: string): string {
  const expression = wholeExpression(`{{ ${body} }}`);
  assert.ok(expression);
  return referenceType(expression.reference, symbols);
}

test('a reference has the type that is declared', () => {
  assert.equal(typeOf('Name'), 'String');
  assert.equal(typeOf('Nodes'), 'StringList');
  assert.equal(typeOf('Bucket'), 'String');
  assert.equal(typeOf('count'), 'Integer');
  assert.equal(typeOf('variable:count'), 'Integer');
  assert.equal(typeOf('find.Ids'), 'StringList');
  assert.equal(typeOf('find.First'), 'String');
});

test('an output has the type that its action gives it', () => {
  assert.equal(typeOf('start.InstanceIds'), 'StringList');
  assert.equal(typeOf('each.CurrentIteration'), 'Integer');
  assert.equal(typeOf('each.CurrentIteratorValue'), 'StringMap');
  assert.equal(typeOf('global:REGION'), 'String');
});

test('what cannot be known is unknown', () => {
  for (const body of ['Odd', 'Missing', 'find.Else', 'find.Ids[0]', 'ssm:/a/b', 'RESOURCE_ID'])
    assert.equal(typeOf(body), 'unknown', body);
  assert.equal(namedType(undefined), 'unknown');
});

test('an input wants the type of the catalogue, and members of a request any', () => {
  const [find, start, each, command] = view.steps;
  assert.ok(find && start && each && command);
  assert.equal(inputType(find, 'Owners'), 'unknown');
  assert.equal(inputType(find, 'Service'), 'String');
  assert.equal(inputType(start, 'ImageId'), 'String');
  assert.equal(inputType(each, 'Iterators'), 'unknown');
  assert.equal(inputType(command, 'InstanceIds'), 'StringList');
  assert.equal(inputType(command, 'constructor'), 'unknown');
});

test('text fits everywhere, unknown too, and a number is no truth value', () => {
  assert.equal(fitOf('String', 'StringMap'), 'fits');
  assert.equal(fitOf('unknown', 'Boolean'), 'fits');
  assert.equal(fitOf('MapList', 'unknown'), 'fits');
  assert.equal(fitOf('Integer', 'StringList'), 'fits');
  assert.equal(fitOf('StringList', 'String'), 'perhaps');
  assert.equal(fitOf('Integer', 'Boolean'), 'never');
  assert.equal(fitOf('StringMap', 'Integer'), 'never');
});
