/** What completion makes of a text: each case is the text with a cursor and, after accepting one item, the text that results. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complete, parse } from '../../server/src/language/index.ts';

const runbook = `schemaVersion: "0.3"
parameters:
  InstanceId:
    type: String
mainSteps:
- name: first
  action: aws:executeAwsApi
  inputs:
    Service: ec2
    Api: DescribeInstances
  outputs:
  - Name: State
    Selector: $.Reservations
    Type: String
`;

/** Labels at the cursor `<|>`, and the text after accepting `label` with its snippet marks taken out. */
function at(marked: string, format: 'yaml' | 'json' = 'yaml'): { labels: string[]; accept(label: string): string } {
  const offset = marked.indexOf('<|>');
  const text = marked.replace('<|>', '');
  const items = complete(parse(text, { format }), offset);
  items.sort((a, b) => (a.sort < b.sort ? -1 : 1));
  return {
    labels: items.map(({ label }) => label),
    accept(label) {
      const item = items.find((each) => each.label === label);
      assert.ok(item, `${label} is not offered`);
      const plain = item.snippet ? item.insert.replace(/\$\{\d+\|([^,|]*)[^}]*\}|\$\d+/g, '$1') : item.insert;
      return text.slice(0, item.range.start) + plain + text.slice(item.range.end);
    },
  };
}

test('a new step is offered its required keys first', () => {
  assert.deepEqual(at(`${runbook}- <|>\n`).labels.slice(0, 3), ['name', 'action', 'inputs']);
});

test('keys that are there are not offered again', () => {
  const { labels } = at(`${runbook}- name: b\n  action: aws:sleep\n  <|>\n`);
  assert.ok(!labels.includes('name') && !labels.includes('action') && labels.includes('inputs'));
});

test('a half-typed key is completed in the middle of a step', () => {
  const { accept } = at(`${runbook}- name: b\n  onF<|>\n  isEnd: true\n`);
  assert.equal(accept('onFailure'), `${runbook}- name: b\n  onFailure: \n  isEnd: true\n`);
});

test('a map goes on in the next line, a list with a dash', () => {
  const step = `${runbook}- name: b\n  action: aws:changeInstanceState\n`;
  assert.equal(at(`${step}  <|>\n`).accept('inputs'), `${step}  inputs:\n  \n`);
  assert.equal(at(`${step}  inputs:\n    <|>\n`).accept('InstanceIds'), `${step}  inputs:\n    InstanceIds:\n  - \n`);
});

test('inputs are those of the action', () => {
  assert.deepEqual(at(`${runbook}- name: b\n  action: aws:sleep\n  inputs:\n    <|>\n`).labels, [
    'Duration',
    'Timestamp',
  ]);
});

test('an action is completed right after its colon', () => {
  const { accept } = at(`${runbook}- name: b\n  action: aws:sl<|>\n  inputs: {}\n`);
  assert.equal(accept('aws:sleep'), `${runbook}- name: b\n  action: aws:sleep\n  inputs: {}\n`);
});

test('the next step is one of the others', () => {
  assert.deepEqual(at(`${runbook}- name: b\n  nextStep: <|>\n`).labels, ['first']);
});

test('onFailure offers its words and the steps', () => {
  assert.deepEqual(at(`${runbook}- name: b\n  onFailure: <|>\n`).labels, ['Abort', 'Continue', 'step:first']);
});

test('between braces stand parameters, outputs and what the service fills in', () => {
  const { labels } = at(`${runbook}- name: b\n  action: aws:sleep\n  inputs:\n    Duration: "{{ <|> }}"\n`);
  assert.ok(
    ['InstanceId', 'first.State', 'global:REGION', 'automation:EXECUTION_ID'].every((each) => labels.includes(each)),
  );
});

test('braces that are not closed yet are closed', () => {
  const open = `${runbook}- name: b\n  action: aws:sleep\n  inputs:\n    Duration: "{{ first.<|>\n`;
  assert.match(at(open).accept('first.State'), /Duration: "\{\{ first\.State \}\}\n$/);
});

test('JSON keys and texts come in quotes', () => {
  const step = '{"schemaVersion":"0.3","mainSteps":[{"name":"a","action":"aws:sleep","inputs":{<|>}}]}';
  assert.match(at(step, 'json').accept('Duration'), /"inputs":\{"Duration": ""\}/);
  const action = '{"schemaVersion":"0.3","mainSteps":[{"name":"a","action":"aws:sl<|>"}]}';
  assert.match(at(action, 'json').accept('aws:sleep'), /"action":"aws:sleep"\}/);
});

test('a half-typed JSON text is completed where its brackets are still open', () => {
  const { labels } = at('{"schemaVersion":"0.3","mainSteps":[{"name":"a", "act<|>', 'json');
  assert.ok(labels.includes('action') && !labels.includes('name') && !labels.includes('mainSteps'));
});

test('a script is its own language', () => {
  assert.deepEqual(
    at(`${runbook}- name: b\n  action: aws:executeScript\n  inputs:\n    Script: |-\n      foo <|>\n`).labels,
    [],
  );
});

test('an empty text begins with its schemaVersion', () => {
  assert.equal(
    at('# Restarts a server\nsch<|>\n').accept('schemaVersion: "0.3"'),
    '# Restarts a server\nschemaVersion: "0.3"\n\n',
  );
  assert.deepEqual(at('services:\n  web: {}\n<|>').labels, []);
});
