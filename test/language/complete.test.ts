/** What completion makes of a text: each case is the text with a cursor and, after accepting one item, the text that results. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allLookups } from '../../server/src/lookups.ts';
import { onDiskOnly, workspaceIndex } from '../../server/src/workspaceIndex.ts';
import { completionsAt } from '../completions.ts';
import { check } from '../helpers.ts';

const lookups = allLookups(workspaceIndex(onDiskOnly))(undefined);

const runbook = `schemaVersion: "0.3"
parameters:
  InstanceId:
    type: String
  Sizes:
    type: StringList
mainSteps:
  - name: first
    action: aws:executeAwsApi
    inputs:
      Service: ec2
      Api: DescribeInstances
    outputs:
      - Name: State
        Selector: $.Reservations[0].Instances[0].State.Name
        Type: String
`;
const last = '  - name: last\n    action: aws:pause\n    inputs: {}\n';
const call = '  - name: call\n    action: aws:executeAwsApi\n    inputs:\n      Service: ';

const at = (marked: string, format: 'yaml' | 'json' = 'yaml') => completionsAt(marked, format, lookups);
/** What a text becomes; both are written without the runbook in front. */
function accepts(marked: string, label: string, expected: string, before = runbook): void {
  assert.equal(at(before + marked).accept(label), before + expected);
}
const json = (steps: string): string => `{\n  "schemaVersion": "0.3",\n  "mainSteps": [\n    ${steps}\n  ]\n}\n`;

test('an empty text becomes a document of any kind, in YAML and in JSON', () => {
  const labels = at('<|>').labels;
  assert.deepEqual(at('{<|>}', 'json').labels, labels);
  for (const label of labels)
    for (const format of ['yaml', 'json'] as const) {
      const text = at('<|>', format).accept(label);
      assert.ok(format === 'yaml' || JSON.parse(text), label);
      const faults = check(text, { lookups }).filter((line) => !/ (?:hint|information) /.test(line));
      assert.deepEqual(faults, [], `${label} as ${format}`);
    }
  assert.match(
    at('# Restarts a server\nsch<|>\n').accept('Command document'),
    /^# Restarts a server\nschemaVersion: "2.2"\n/,
  );
  assert.deepEqual(at('services:\n  web: {}\n<|>').labels, []);
});

test('a new step is offered its required keys first', () => {
  assert.deepEqual(at(`${runbook}  - <|>\n`).labels.slice(0, 3), ['name', 'action', 'inputs']);
});

test('keys that are there are not offered again', () => {
  const { labels } = at(`${runbook}  - name: b\n    action: aws:sleep\n    <|>\n`);
  assert.ok(!labels.includes('name') && !labels.includes('action') && labels.includes('inputs'));
});

test('a half-typed key is completed in the middle of a step', () => {
  accepts('  - name: b\n    onF<|>\n    isEnd: true\n', 'onFailure', '  - name: b\n    onFailure: \n    isEnd: true\n');
});

test('a map and a list go on in the next line, as deep as the document indents, with what is required', () => {
  const step = '  - name: b\n    action: aws:changeInstanceState\n';
  accepts(
    `${step}    <|>\n`,
    'inputs',
    `${step}    inputs:\n      InstanceIds:\n        - \n      DesiredState: running\n`,
  );
  const flush = runbook.replace(/^ {2}(?=[- ] )/gm, '').replace('  InstanceId', 'InstanceId');
  assert.match(
    at(`${flush}- name: b\n  action: aws:branch\n  <|>\n`).accept('inputs'),
    /\n {2}inputs:\n {4}Choices:\n {4}- NextStep: \n/,
  );
});

test('an action brings the inputs it needs, unless they are there', () => {
  accepts(
    '  - name: b\n    action: aws:sl<|>\n',
    'aws:sleep',
    '  - name: b\n    action: aws:sleep\n    inputs:\n      Duration: PT1M\n',
  );
  accepts('  - name: b\n    action: aws:<|>\n', 'aws:pause', '  - name: b\n    action: aws:pause\n    inputs: {}\n');
  const given = '    inputs:\n      Duration: PT5M\n';
  accepts(`  - name: b\n    action: <|>\n${given}`, 'aws:sleep', `  - name: b\n    action: aws:sleep\n${given}`);
  assert.ok(!at(`${runbook}  - name: b\n    action: <|>\n${given}`).labels.includes('aws:approve'));
  assert.equal(
    at(json('{ "name": "a", "action": "aws:sl<|>" }'), 'json').accept('aws:sleep'),
    json('{ "name": "a", "action": "aws:sleep", "inputs": { "Duration": "PT1M" } }'),
  );
});

test('inputs are those of the action', () => {
  assert.deepEqual(at(`${runbook}  - name: b\n    action: aws:sleep\n    inputs:\n      <|>\n`).labels, [
    'Duration',
    'Timestamp',
  ]);
});

test('a jump goes to a step of the same list, not back and not to itself', () => {
  assert.deepEqual(at(`${runbook}    nextStep: <|>\n${last}`).labels, ['last']);
  assert.deepEqual(at(`${runbook}    onFailure: <|>\n${last}`).labels, ['Abort', 'Continue', 'step:last']);
  assert.deepEqual(at(`${runbook}${last}    nextStep: <|>\n`).labels, []);
});

test('a new step may take the name that a jump already has', () => {
  accepts('    nextStep: stop\n  - name: <|>\n', 'stop', '    nextStep: stop\n  - name: stop\n');
});

test('between braces stand parameters, outputs and what the service fills in', () => {
  const { labels } = at(`${runbook}  - name: b\n    action: aws:sleep\n    inputs:\n      Duration: "{{ <|> }}"\n`);
  assert.ok(
    ['InstanceId', 'first.State', 'global:REGION', 'automation:EXECUTION_ID'].every((each) => labels.includes(each)),
  );
  assert.ok(!labels.includes('Sizes'), 'a list is no duration');
});

test('outputs of steps that have not run by then are not offered', () => {
  const before = runbook.replace(
    '  - name: first',
    '  - name: early\n    action: aws:sleep\n    inputs:\n      Duration: "{{ <|> }}"\n  - name: first',
  );
  assert.ok(!at(before).labels.includes('first.State'));
});

test('braces that are not closed yet are closed', () => {
  const open = `${runbook}  - name: b\n    action: aws:sleep\n    inputs:\n      Duration: "{{ first.<|>\n`;
  assert.match(at(open).accept('first.State'), /Duration: "\{\{ first\.State \}\}"\n$/);
});

test('a quote in front of the braces is closed with them', () => {
  const hole = (value: string): string =>
    `${call}ec2\n      Api: StopInstances\n      InstanceIds:\n        - ${value}\n`;
  accepts(hole('"{{ <|>'), 'InstanceId', hole('"{{ InstanceId }}"'));
  accepts(hole("'{{<|>"), 'InstanceId', hole("'{{InstanceId }}'"));
  accepts(hole('"{{ <|>"'), 'InstanceId', hole('"{{ InstanceId }}"'));
});

test('a service, its operations and the members of a request come from the model of the API', () => {
  accepts(`${call}<|>\n`, 's3', `${call}s3\n`);
  accepts(`${call}s3\n      Api: <|>\n`, 'DeleteBucket', `${call}s3\n      Api: DeleteBucket\n      Bucket: \n`);
  accepts(
    `${call}ec2\n      Api: DescribeInstances\n      <|>\n`,
    'Filters',
    `${call}ec2\n      Api: DescribeInstances\n      Filters:\n        - \n`,
  );
  assert.deepEqual(at(`${runbook}${call}ec2\n      Api: DescribeInstances\n      Filters:\n        - <|>\n`).labels, [
    'Name',
    'Values',
  ]);
  const labels = at(`${runbook}${call}ec2\n      Api: RunInstances\n      InstanceType: t3.<|>\n`).labels;
  assert.ok(labels.includes('t3.micro'));
  assert.deepEqual(at(`${runbook}${call}<|>\n      Api: DescribeInstances\n`).labels, ['ec2']);
});

test('only operations are offered that take the members that are there', () => {
  const { labels } = at(`${runbook}${call}ec2\n      Api: <|>\n      InstanceIds:\n        - i-0123456789abcdef0\n`);
  assert.ok(labels.includes('StopInstances') && !labels.includes('CreateVpc'));
});

test('a selector is followed segment by segment, and its type is told', () => {
  const head = '    outputs:\n      - Name: a\n        Selector: ';
  const base = `${call}ec2\n      Api: DescribeInstances\n${head}`;
  accepts(`${base}$.<|>\n`, 'Reservations[0]', `${base}$.Reservations[0]\n`);
  accepts(
    `${base}$.Reservations[0].Instances[0].Ami<|>\n`,
    'AmiLaunchIndex',
    `${base}$.Reservations[0].Instances[0].AmiLaunchIndex\n        Type: Integer\n`,
  );
  assert.deepEqual(at(`${runbook}${base}$.Reservations[0].Instances[0].AmiLaunchIndex\n        Type: <|>\n`).labels, [
    'Integer',
  ]);
});

test('what a step waits for is what the property can be', () => {
  const step = call.replace('executeAwsApi', 'waitForAwsResourceProperty');
  const { labels } = at(
    `${runbook}${step}ec2\n      Api: DescribeInstances\n      PropertySelector: $.Reservations[0].Instances[0].State.Name\n      DesiredValues:\n        - <|>\n`,
  );
  assert.deepEqual(labels.slice(0, 2), ['pending', 'running']);
});

test('a condition compares with what its variable can be, by an operator that fits', () => {
  const branch =
    '  - name: b\n    action: aws:branch\n    inputs:\n      Choices:\n        - NextStep: last\n          Variable: "{{ first.State }}"\n';
  assert.ok(at(`${runbook}${branch}          StringEquals: <|>\n${last}`).labels.includes('running'));
  const { labels } = at(`${runbook}${branch}          <|>\n${last}`);
  assert.ok(labels.includes('StringEquals') && !labels.includes('NumericEquals') && !labels.includes('And'));
});

test('a called document brings the parameters it needs', () => {
  const step = '  - name: b\n    action: aws:executeAutomation\n    inputs:\n      DocumentName: ';
  accepts(
    `${step}AWS-ASG<|>\n`,
    'AWS-ASGEnterStandby',
    `${step}AWS-ASGEnterStandby\n      RuntimeParameters:\n        InstanceId: \n`,
  );
  assert.deepEqual(at(`${runbook}${step}AWS-ASGEnterStandby\n      RuntimeParameters:\n        <|>\n`).labels, [
    'InstanceId',
    'LambdaRoleArn',
    'AutomationAssumeRole',
  ]);
  const run = step.replace('executeAutomation', 'runCommand');
  assert.deepEqual(
    at(`${runbook}${run}AWS-ApplyAnsiblePlaybooks\n      Parameters:\n        SourceType: <|>\n`).labels.slice(0, 2),
    ['GitHub', 'S3'],
  );
});

test('a script tells its handler and the keys of its payload', () => {
  const step = (handler: string, payload: string): string =>
    `${runbook}  - name: b\n    action: aws:executeScript\n    inputs:\n      Runtime: python3.11\n      Handler: ${handler}\n      InputPayload:\n        ${payload}\n      Script: |-\n        def pick(events, context):\n          return events["ids"]\n`;
  assert.deepEqual(at(step('<|>', 'ids: x')).labels.slice(0, 1), ['pick']);
  assert.deepEqual(at(step('pick', '<|>')).labels, ['ids']);
});

test('a parameter is declared for a name that is used, with a type and a default that fit', () => {
  const used = `schemaVersion: "0.3"\nassumeRole: "{{ Role }}"\nparameters:\n  <|>\nmainSteps:\n  - name: a\n    action: aws:pause\n    inputs: {}\n`;
  assert.match(at(used).accept('Role'), /parameters:\n {2}Role:\n {4}type: String\n {4}description: \nmainSteps/);
  const head =
    'schemaVersion: "0.3"\nparameters:\n  Size:\n    type: String\n    allowedValues: [small, large]\n    default: <|>\n';
  assert.deepEqual(at(head).labels, ['small', 'large']);
  const typed = 'schemaVersion: "0.3"\nparameters:\n  Size:\n    type: <|>\n    default: [a]\n';
  assert.ok(at(typed).labels.every((label) => label === 'StringList' || label.startsWith('List<')));
});

test('plugins, platforms and runtimes', () => {
  const command =
    'schemaVersion: "2.2"\nmainSteps:\n  - name: a\n    action: aws:runPowerShellScript\n    precondition:\n      StringEquals:\n        - platformType\n        - <|>\n';
  assert.ok(at(command).labels.includes('Windows'));
  const shell = 'schemaVersion: "2.2"\nmainSteps:\n  - name: a\n    action: aws:<|>\n';
  assert.equal(
    at(shell).accept('aws:runShellScript'),
    shell.replace('aws:<|>', 'aws:runShellScript\n    inputs:\n      runCommand:\n        - '),
  );
  const { labels } = at(`${runbook}  - name: b\n    action: aws:executeScript\n    inputs:\n      Runtime: <|>\n`);
  assert.ok(labels.includes('python3.11') && !labels.includes('python3.6'));
});

test('JSON gets its quotes, commas and lines', () => {
  const step = (text: string): string => json(`{\n      "name": "a",\n      ${text}\n    }`);
  assert.equal(at(step('<|>'), 'json').accept('action'), step('"action": ""'));
  assert.equal(
    at(step('"act<|>"\n      "inputs": {}'), 'json').accept('action'),
    step('"action": "",\n      "inputs": {}'),
  );
  assert.equal(
    at(step('"action": "aws:sleep"\n      <|>'), 'json').accept('inputs'),
    step('"action": "aws:sleep",\n      "inputs": {\n        "Duration": "PT1M"\n      }'),
  );
  assert.equal(at(step('"isEnd": <|>'), 'json').accept('true'), step('"isEnd": true'));
  const compact = '{"schemaVersion":"0.3","mainSteps":[{"name":"a","action":"aws:sleep","inputs":{<|>}}]}';
  assert.match(at(compact, 'json').accept('Duration'), /"inputs":\{"Duration": "PT1M"\}/);
});

test('a half-typed JSON text is completed where its brackets are still open', () => {
  const { labels } = at('{"schemaVersion":"0.3","mainSteps":[{"name":"a", "act<|>', 'json');
  assert.ok(labels.includes('action') && !labels.includes('name') && !labels.includes('mainSteps'));
});

test('brackets in YAML are written in their line', () => {
  const flow = 'schemaVersion: "0.3"\nmainSteps: [{name: a, action: aws:sleep, inputs: {<|>}}]\n';
  assert.equal(at(flow).accept('Duration'), flow.replace('<|>', 'Duration: PT1M'));
});

test('documents inside a CloudFormation template are completed where they stand', () => {
  const head =
    'Resources:\n  Doc:\n    Type: AWS::SSM::Document\n    Properties:\n      DocumentType: Automation\n      Content:';
  const content = (key: string): string =>
    `${head}${key}\n        schemaVersion: "0.3"\n        mainSteps:\n          - name: a\n            `;
  for (const key of ['', ' |'])
    assert.equal(
      at(`${content(key)}action: aws:sl<|>\n`).accept('aws:sleep'),
      `${content(key)}action: aws:sleep\n            inputs:\n              Duration: PT1M\n`,
    );
  assert.ok(at(`${content('')}<|>\n`).labels.includes('action'));
});

test('a script and a comment are their own language', () => {
  assert.deepEqual(
    at(`${runbook}  - name: b\n    action: aws:executeScript\n    inputs:\n      Script: |-\n        foo <|>\n`).labels,
    [],
  );
  assert.deepEqual(at(`${runbook}# na<|>\n`).labels, []);
});
