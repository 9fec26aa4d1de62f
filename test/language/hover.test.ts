/** What is said about the word under the mouse: each case is a text with a cursor and what the answer holds. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hover, parse } from '../../server/src/language/index.ts';
import { lengthInWords, scheduleInWords } from '../../server/src/language/schedule.ts';
import { allLookups } from '../../server/src/lookups.ts';
import { onDiskOnly, workspaceIndex } from '../../server/src/workspaceIndex.ts';
import { mark } from '../helpers.ts';

const lookups = allLookups(workspaceIndex(onDiskOnly))(undefined);

function at(marked: string): string {
  const { text, cursors } = mark(marked);
  const [offset = 0] = cursors;
  return hover(parse(text), offset, lookups)?.markdown ?? '';
}

const runbook = `schemaVersion: "0.3"
parameters:
  InstanceId:
    type: String
    description: The instance.
    default: i-1
    allowedValues: [i-1, i-2]
mainSteps:
  - name: look
    action: aws:executeAwsApi
    onFailure: step:mend
    inputs:
      Service: ec2
      Api: DescribeInstances
      Filters:
        - Name: x
          Values: ["{{ InstanceId }}"]
    outputs:
      - Name: State
        Selector: $.Reservations[0].Instances[0].State.Name
        Type: String
  - name: pick
    action: aws:branch
    inputs:
      Choices:
        - NextStep: mend
          Variable: "{{ look.State }}"
          StringEquals: stopped
      Default: wait
  - name: mend
    action: aws:changeInstanceState
    inputs:
      InstanceIds: ["{{ InstanceId }}"]
      DesiredState: running
  - name: wait
    action: aws:sleep
    timeoutSeconds: 5400
    inputs:
      Duration: PT10M
  - name: call
    action: aws:executeAutomation
    inputs:
      DocumentName: AWS-ASGEnterStandby
      RuntimeParameters:
        InstanceId: "{{ InstanceId }}"
outputs:
  - look.State
`;
const on = (text: string, before: string): string => at(text.replace(before, `${before}<|>`));

test('a key tells what it is, its type, and whether it is required', () => {
  assert.match(on(runbook, 'DesiredSt'), /\*\*DesiredState\*\* — String, required\n\n.*Allowed: `/s);
  assert.match(on(runbook, 'DesiredState: runn'), /`running` — Starts the instances/);
  assert.match(on(runbook, 'action: aws:sl'), /\*\*aws:sleep\*\*.*User guide\]\(https:\/\/docs\.aws\.amazon\.com/s);
});

test('a reference tells its definition and type', () => {
  const text = on(runbook, '["{{ Inst');
  assert.match(text, /Parameter \*\*InstanceId\*\* — String.*The instance\..*Default: `i-1`.*Allowed: `i-1`, `i-2`/s);
  assert.match(
    on(runbook, '{{ look.St'),
    /\*\*State\*\* — String, output of step \*\*look\*\*.*Selector: `\$\.Reservations/s,
  );
  assert.match(on(runbook, '  - look.S'), /\*\*State\*\* — String, output of step \*\*look\*\*/);
});

test('a step tells its outputs and where control goes next', () => {
  assert.match(
    on(runbook, '- name: lo'),
    /Outputs: State \(String\)\n\n- Next: \*\*pick\*\*\n- On failure: \*\*mend\*\*/,
  );
  assert.match(
    on(runbook, '- name: pi'),
    /When a choice holds: \*\*mend\*\*\n- When none holds: \*\*wait\*\*\n- On failure: the run fails/,
  );
  assert.match(on(runbook, 'NextStep: me'), /Step \*\*mend\*\* — aws:changeInstanceState/);
  assert.match(on(runbook, '- name: ca'), /Next: the run ends/);
});

test('a service, an operation and a member of a request come from the model', () => {
  assert.match(on(runbook, 'Service: e'), /\*\*ec2\*\* — EC2/);
  const api = on(runbook, 'Api: Desc');
  assert.match(api, /Request:\n\n.*- Filters: MapList of Name, Values.*Answer:\n\n.*- Reservations: MapList of /s);
  assert.match(api, /client\/describe_instances\.html/);
  assert.match(on(runbook, '      Filt'), /\*\*Filters\*\* — MapList\n\nMember of the request of `DescribeInstances`/);
  assert.match(on(runbook, '        - Na'), /\*\*Name\*\* — String/);
});

test('a selector tells the type it gives, and what it can be', () => {
  assert.match(
    on(runbook, 'Selector: $.Res'),
    /— String in the answer of `DescribeInstances`.*Values: `pending`, `running`/s,
  );
});

test('a called document tells its parameters', () => {
  assert.match(
    on(runbook, 'DocumentName: AWS'),
    /Automation runbook, published by AWS.*- \*\*InstanceId\*\* \(String\)/s,
  );
  assert.match(
    on(runbook, 'RuntimeParameters:\n        Inst'),
    /\*\*InstanceId\*\* — String, required\n\nParameter of `AWS-ASGEnterStandby`/,
  );
});

test('times are told in words', () => {
  assert.match(on(runbook, 'Duration: PT'), /`PT10M` — 10 minutes/);
  assert.match(on(runbook, 'timeoutSeconds: 54'), /`5400` — 1 hour 30 minutes/);
  assert.equal(lengthInWords(90_061), '1 day 1 hour 1 minute 1 second');
});

test('schedules are told in words', () => {
  for (const [text, words] of [
    ['rate(1 hour)', 'every hour'],
    ['rate(30 days)', 'every 30 days'],
    ['at(2030-01-31T06:00:00)', 'once, on 2030-01-31 at 06:00:00'],
    ['cron(0 2 ? * SUN *)', 'at 02:00, on Sunday'],
    ['cron(0 2 * * ? *)', 'at 02:00, every day'],
    ['cron(0/15 * * * ? *)', 'every 15 minutes'],
    ['cron(30 8,18 ? * MON-FRI *)', 'at 08:30 and 18:30, on Monday to Friday'],
    ['cron(0 10 ? * TUE#2 *)', 'at 10:00, on the second Tuesday of the month'],
    ['cron(0 0 1 1 ? 2030)', 'at 00:00, on day 1 of the month, in January, in 2030'],
    ['cron(0 0 9 L * ? *)', 'at 09:00, on the last day of the month'],
  ] as const)
    assert.equal(scheduleInWords(text), words, text);
  for (const text of ['rate(soon)', 'cron(1)', 'at(noon)', 'later']) assert.equal(scheduleInWords(text), undefined);
});

test('documents inside a template are told about where they stand', () => {
  const content = runbook.replace(/^(?=.)/gm, '        ');
  const template = `Resources:\n  Doc:\n    Type: AWS::SSM::Document\n    Properties:\n      DocumentType: Automation\n      Content: |\n${content}`;
  assert.match(on(template, 'Api: Desc'), /DescribeInstances/);
  assert.match(on(template, '{{ look.St'), /output of step \*\*look\*\*/);
});
