/**
 * One slip, one fault: a table of what people type wrong, each applied to a sound document.
 *
 * Every case asserts that the slip gives as many faults as it is worth, on the line where it was made, and that the rest of
 * the tree survives.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readText } from '../../server/src/language/syntax/index.ts';
import { get, itemsOf, textOf } from '../../server/src/language/syntax/node.ts';

const runbook = `# Restarts an instance and tells about it.
description: Restarts one instance, and waits.
schemaVersion: '0.3'
assumeRole: '{{ AutomationAssumeRole }}'
parameters:
  AutomationAssumeRole:
    type: AWS::IAM::Role::Arn
    description: The role to assume.
    default: ''
  InstanceId:
    type: String
    description: The instance to restart.
    allowedPattern: ^i-[0-9a-f]{8,17}$
  Tags:
    type: StringMap
    default: { Team: ops, Stage: "test" }
mainSteps:
  - name: describe
    action: aws:executeAwsApi
    inputs:
      Service: ec2
      Api: DescribeInstances
      InstanceIds: ["{{ InstanceId }}"]
    outputs:
      - Name: State
        Selector: $.Reservations[0].Instances[0].State.Name
        Type: String
  - name: choose
    action: aws:branch
    inputs:
      Choices:
        - NextStep: report
          Variable: '{{ describe.State }}'
          StringEquals: stopped
        - NextStep: restart
          Variable: "{{ describe.State }}"
          StringEquals: running
      Default: report
  - name: restart
    action: aws:changeInstanceState
    onFailure: Continue
    inputs:
      InstanceIds:
        - "{{ InstanceId }}"
        - 'i-0123456789abcdef0'
      DesiredState: running
  - name: report
    action: aws:executeScript
    inputs:
      Runtime: python3.11
      Handler: report
      InputPayload: { id: "{{ InstanceId }}" }
      Script: |
        def report(events, context):
            # says what it found: nothing
            return {"id": events["id"]}
    isEnd: true
outputs:
  - describe.State
  - report.Payload
`;

const command = `schemaVersion: "2.2"
description: Shows disks.
parameters:
  Path:
    type: String
    default: "/var"
  Options:
    type: StringList
    default:
      - "-h"
      - '-T'
mainSteps:
  - action: aws:runShellScript
    name: linux
    precondition:
      StringEquals: [platformType, Linux]
    inputs:
      timeoutSeconds: '60'
      runCommand:
        - "#!/bin/bash"
        - df {{ Options }} {{ Path }}
        - |
          if [ -d "{{ Path }}" ]; then
            du -sh "{{ Path }}"
          fi
  - action: aws:runPowerShellScript
    name: windows
    precondition:
      StringEquals: [platformType, Windows]
    inputs:
      runCommand: ["Get-PSDrive", 'Get-Volume']
`;

const json = `{
  "schemaVersion": "2.2",
  "description": "Shows disks.",
  "parameters": {
    "Path": { "type": "String", "default": "/var" },
    "Seconds": {
      "type": "String",
      "default": "60"
    }
  },
  "mainSteps": [
    {
      "action": "aws:runShellScript",
      "name": "linux",
      "inputs": {
        "timeoutSeconds": 60,
        "runCommand": ["df", "du -sh {{ Path }}"]
      }
    },
    {
      "action": "aws:runPowerShellScript",
      "name": "windows",
      "inputs": {
        "timeoutSeconds": "{{ Seconds }}",
        "runCommand": [
          "Get-PSDrive",
          "Get-Volume"
        ]
      }
    }
  ]
}
`;

interface Slip {
  /** What was done to the document. */
  slip: string;
  in?: string;
  /** The text that is replaced; the last characters of the document when empty. */
  from: string | RegExp;
  to: string;
  /** Words of the message; one for each fault. */
  says: RegExp[];
  /** A text on the line that each fault is on; the line of the slip when absent. */
  on?: string[];
  /** Steps that may be lost; all others have to be found, in order and with their action. */
  lost?: string[];
}

function stepsOf(text: string, format: 'yaml' | 'json'): string[] {
  return itemsOf(get(readText(text, format).roots[0], 'mainSteps')).map(
    (step) => `${textOf(get(step, 'name'))} ${textOf(get(step, 'action'))}`,
  );
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function run(format: 'yaml' | 'json', standard: string, each: Slip): void {
  const sound = each.in ?? standard;
  const broken = sound.replace(each.from, each.to);
  assert.notEqual(broken, sound, 'the slip was made');
  const { faults } = readText(broken, format);
  const errors = faults.filter(({ severity }) => severity === 'error');
  const told = errors.map(
    ({ message, start, end }) => `${lineOf(broken, start)}: ${message} <${broken.slice(start, end)}>`,
  );
  assert.equal(errors.length, each.says.length, `faults: ${told.join(' | ')}`);
  const changed = broken.split('\n').findIndex((line, i) => line !== sound.split('\n')[i]) + 1;
  errors.forEach(({ message, start, end }, i) => {
    assert.match(message, each.says[i] ?? /./);
    const on = each.on?.[i];
    const line = on === undefined ? changed : lineOf(broken, broken.lastIndexOf(on));
    assert.equal(lineOf(broken, start), line, told[i]);
    assert.ok(end > start && !broken.slice(start, end).includes('\n'), told[i]);
  });
  const lost = new Set(each.lost);
  const expected = stepsOf(sound, format).filter((step) => !lost.has(step.split(' ')[0] ?? ''));
  const found = stepsOf(broken, format).filter((step) => !lost.has(step.split(' ')[0] ?? ''));
  assert.deepEqual(found, expected, told.join(' | '));
}

const yamlSlips: Slip[] = [
  { slip: 'a tab indents one line', from: '    action: aws:branch', to: '\taction: aws:branch', says: [/tab/] },
  {
    slip: 'a tab indents the first line of a block',
    from: '    inputs:\n      Choices',
    to: '\tinputs:\n      Choices',
    says: [/tab/],
  },
  { slip: 'a tab behind the blanks', from: '      Api:', to: '    \tApi:', says: [/tab/] },
  {
    slip: 'tabs everywhere',
    in: runbook.replace(/^( {2})+/gm, (blanks) => '\t'.repeat(blanks.length / 2)),
    from: 'Restarts one',
    to: 'Restarts the',
    says: [/tab/],
    on: ['\tAutomationAssumeRole:'],
  },
  {
    slip: 'a key without its colon, above a block',
    from: 'inputs:\n      Service',
    to: 'inputs\n      Service',
    says: [/"inputs" needs a ":"/],
  },
  { slip: 'a key without its colon, before a value', from: 'type: StringMap', to: 'type StringMap', says: [/":"/] },
  { slip: 'a top-level key without its colon', from: 'mainSteps:', to: 'mainSteps', says: [/"mainSteps" needs a ":"/] },
  {
    slip: 'a key without the blank behind its colon',
    from: 'onFailure: Continue',
    to: 'onFailure:Continue',
    says: [/space/],
  },
  {
    slip: 'the first key of a step without the blank behind its colon',
    from: 'name: choose',
    to: 'name:choose',
    says: [/space/],
  },
  {
    slip: 'an open double quote in a value',
    from: '"{{ describe.State }}"',
    to: '"{{ describe.State }}',
    says: [/not closed.*"/],
  },
  {
    slip: 'an open single quote in a value',
    from: "'{{ describe.State }}'",
    to: "'{{ describe.State }}",
    says: [/not closed.*'/],
  },
  {
    slip: 'an open single quote at the top',
    from: "schemaVersion: '0.3'",
    to: "schemaVersion: '0.3",
    says: [/not closed.*'/],
  },
  {
    slip: 'a double quote that is not opened',
    from: '- "{{ InstanceId }}"',
    to: '- {{ InstanceId }}"',
    says: [/quotes/],
  },
  {
    slip: 'an open double quote in a list',
    from: '- "{{ InstanceId }}"',
    to: '- "{{ InstanceId }}',
    says: [/not closed.*"/],
  },
  {
    slip: 'an open single quote in a list',
    from: "- 'i-0123456789abcdef0'",
    to: "- 'i-0123456789abcdef0",
    says: [/not closed.*'/],
  },
  {
    slip: 'an open double quote in a flow list',
    from: '["{{ InstanceId }}"]',
    to: '["{{ InstanceId }}]',
    says: [/not closed.*"/],
  },
  { slip: 'an open double quote in a flow map', from: '"test" }', to: '"test }', says: [/not closed.*"/] },
  {
    slip: 'an open list in the middle',
    from: '["{{ InstanceId }}"]',
    to: '["{{ InstanceId }}"',
    says: [/"\[" is not closed/],
  },
  { slip: 'an open map in the middle', from: '"test" }', to: '"test"', says: [/"\{" is not closed/] },
  {
    slip: 'an open list at the end',
    from: '  - describe.State\n  - report.Payload\n',
    to: '  [describe.State',
    says: [/"\[" is not closed/],
  },
  {
    slip: 'a missing comma in a flow map',
    from: 'Team: ops, Stage',
    to: 'Team: ops Stage',
    says: [/comma|quotes|": "/],
  },
  { slip: 'a stray closing brace', from: 'type: StringMap', to: 'type: StringMap\n}', says: [/./] },
  { slip: 'a stray closing brace behind a flow map', from: '"test" }', to: '"test" } }', says: [/./] },
  {
    slip: 'a key one blank too deep',
    from: '    action: aws:branch',
    to: '     action: aws:branch',
    says: [/Indented by 5/],
  },
  {
    slip: 'a key one blank too shallow',
    from: '    action: aws:branch',
    to: '   action: aws:branch',
    says: [/Indented by 3/],
  },
  {
    slip: 'a key two blanks too deep',
    from: '    onFailure: Continue',
    to: '      onFailure: Continue',
    says: [/Indented by 6/],
  },
  {
    slip: 'a block one blank too shallow',
    from: '    inputs:\n      Choices',
    to: '   inputs:\n      Choices',
    says: [/Indented by 3/],
  },
  { slip: 'a step one blank too deep', from: '  - name: restart', to: '   - name: restart', says: [/Indented by 3/] },
  { slip: 'a step one blank too shallow', from: '  - name: restart', to: ' - name: restart', says: [/Indented by 1/] },
  { slip: 'a parameter one blank too deep', from: '  InstanceId:', to: '   InstanceId:', says: [/Indented by 3/] },
  { slip: 'a parameter one blank too shallow', from: '  InstanceId:', to: ' InstanceId:', says: [/Indented by 1/] },
  {
    slip: 'a key of a parameter one blank too deep',
    from: '    description: The instance',
    to: '     description: The instance',
    says: [/Indented by 5/],
  },
  {
    slip: 'a nested block one blank too shallow',
    from: '        - NextStep: restart',
    to: '       - NextStep: restart',
    says: [/Indented by 7/],
  },
  {
    slip: 'a bare expression with text behind it',
    from: 'Default: report',
    to: 'Default: {{ describe.State }}-x',
    says: [/begins with \{\{ needs quotes/],
  },
  {
    slip: 'a bare expression with text behind it in a list',
    from: "- 'i-0123456789abcdef0'",
    to: '- {{ InstanceId }}-x',
    says: [/begins with \{\{ needs quotes/],
  },
  {
    slip: 'two bare expressions in one value',
    from: 'Default: report',
    to: 'Default: {{ a }}/{{ b }}',
    says: [/begins with \{\{ needs quotes/],
  },
  { slip: 'a value with a colon', from: 'The instance to restart.', to: 'The instance: to restart.', says: [/": "/] },
  {
    slip: 'a value that ends with a colon',
    from: 'The instance to restart.',
    to: 'The instance to restart:',
    says: [/": "/],
  },
  { slip: 'a bad escape', from: '"test"', to: '"C:\\path"', says: [/escape/] },
  { slip: 'a bad escape in a block list', from: '- "{{ InstanceId }}"', to: '- "C:\\Windows"', says: [/escape/] },
  {
    slip: 'a value that begins with %',
    from: 'DesiredState: running',
    to: 'DesiredState: %state%',
    says: [/"%" needs quotes/],
  },
  {
    slip: 'a value that begins with @',
    from: 'DesiredState: running',
    to: 'DesiredState: @state',
    says: [/"@" needs quotes/],
  },
  {
    slip: 'a value that begins with a backtick',
    from: 'DesiredState: running',
    to: 'DesiredState: `state`',
    says: [/"`" needs quotes/],
  },
  {
    slip: 'a value that begins with *',
    from: 'DesiredState: running',
    to: 'DesiredState: *.log or so',
    says: [/"\*" needs quotes|alias/],
  },
  {
    slip: 'text behind a quoted value',
    from: '"{{ describe.State }}"',
    to: '"{{ describe.State }}" or so',
    says: [/./],
  },
  { slip: 'text behind the mark of a script', from: 'Script: |', to: 'Script: | def', says: [/line break/] },
  {
    slip: 'a half-typed last line',
    from: '  - report.Payload\n',
    to: '  - report.Payload\nfil',
    says: [/"fil" needs a ":"/],
  },
  {
    slip: 'a half-typed key at the end of a step',
    from: '    isEnd: true',
    to: '    isEnd: true\n    next',
    says: [/"next" needs a ":"/],
  },
  {
    slip: 'a half-typed key in the middle',
    from: '    onFailure: Continue',
    to: '    onFail',
    says: [/"onFail" needs a ":"/],
  },
  { slip: 'a half-typed key above others', from: '      Service: ec2', to: '      Serv', says: [/"Serv" needs a ":"/] },
  {
    slip: 'a half-typed item of the document',
    from: 'outputs:\n  - describe',
    to: 'outp\n  - describe',
    says: [/"outp" needs a ":"/],
  },
  {
    slip: 'conflict marks',
    from: '    onFailure: Continue\n',
    to: '<<<<<<< HEAD\n    onFailure: Continue\n=======\n    onFailure: Abort\n>>>>>>> branch\n',
    says: [/merge conflict/],
  },
  {
    slip: 'a script that is not indented',
    from: '        def report(events, context):',
    to: 'def report(events, context):',
    says: [/./],
  },
  { slip: 'a line of a script too shallow', from: '            return {', to: '  return {', says: [/./] },
  { slip: 'a control character', from: 'The role', to: 'The \u0001 role', says: [/U\+0001/] },
  {
    slip: 'two faults far apart',
    in: runbook.replace('onFailure: Continue', 'onFailure:Continue'),
    from: 'type: StringMap',
    to: 'type: @StringMap',
    says: [/"@" needs quotes/, /space/],
    on: ['@StringMap', 'onFailure'],
  },
  {
    slip: 'the same fault in three places',
    in: runbook
      .replace('DesiredState: running', 'DesiredState: {{ x }}-y')
      .replace('Default: report', 'Default: {{ x }}-z'),
    from: 'type: StringMap',
    to: 'type: {{ a }}-x',
    says: [/\{\{/, /\{\{/, /\{\{/],
    on: ['{{ a }}-x', '{{ x }}-z', '{{ x }}-y'],
  },
];

// Lists that are indented like their key: what is wrong in an item shows some lines below.
const flat = `schemaVersion: '0.3'
mainSteps:
- name: one
  action: aws:runCommand
  inputs:
    DocumentName: AWS-RunShellScript
    InstanceIds:
    - '{{ InstanceId }}'
    Parameters:
      commands:
      - echo one
      - echo two
      - echo three
- name: two
  action: aws:sleep
  inputs:
    Duration: PT1M
- name: three
  action: aws:assertAwsResourceProperty
  inputs:
    Service: ec2
    Api: DescribeInstances
    InstanceIds:
    - '{{ InstanceId }}'
    PropertySelector: $.Reservations[0]
    DesiredValues:
    - running
    - stopped
`;

const flatSlips: Slip[] = [
  { slip: 'a bare expression', from: 'echo one', to: '{{ x }}-one', says: [/begins with \{\{/] },
  {
    slip: 'bare expressions one after the other',
    from: /echo (?=one|two)/g,
    to: '{{ x }}-',
    says: [/begins with \{\{/],
  },
  { slip: 'text behind a quoted word', from: 'echo one', to: '"echo" one', says: [/closing quote/] },
  {
    slip: 'text behind a quoted expression',
    from: "'{{ InstanceId }}'",
    to: "'{{ InstanceId }}', x",
    says: [/closing quote/],
  },
  { slip: 'an open quote', from: "'{{ InstanceId }}'", to: "'{{ InstanceId }}", says: [/not closed/] },
  { slip: 'a value with a colon', from: 'echo one', to: 'echo: one: two', says: [/": "/] },
  {
    slip: 'a missing colon above a list of steps',
    from: 'mainSteps:',
    to: 'mainSteps',
    says: [/"mainSteps" needs a ":"/],
  },
  { slip: 'a missing dash', from: '- name: two', to: '  name: two', says: [], lost: ['one', 'two'] },
  { slip: 'a step one blank too deep', from: '- name: two', to: ' - name: two', says: [/Indented by 1/] },
  {
    slip: 'a key one blank too shallow',
    from: '  action: aws:sleep',
    to: ' action: aws:sleep',
    says: [/Indented by 1/],
  },
  {
    slip: 'a half-typed key',
    from: '  action: aws:sleep',
    to: '  action: aws:sleep\n  on',
    says: [/"on" needs a ":"/],
  },
  { slip: 'a half-typed step at the end', from: /$/, to: '- na', says: [], lost: ['undefined'] },
  { slip: 'an open list', from: 'running', to: '[running', says: [/"\[" is not closed/] },
];

const commandSlips: Slip[] = [
  { slip: 'a command with a colon', from: '- df {{', to: '- echo disks: {{', says: [/": "/] },
  {
    slip: 'a command that begins with an expression',
    from: '- df {{ Options }} {{ Path }}',
    to: '- {{ Path }}/bin/df',
    says: [/begins with \{\{/],
  },
  {
    slip: 'a command that begins with a quoted word',
    from: '- df {{ Options }}',
    to: '- "{{ Path }}"/df',
    says: [/./],
  },
  {
    slip: 'a command that begins with a bracket',
    from: '- df {{ Options }} {{ Path }}',
    to: '- [ -d /var ] && df',
    says: [/./],
  },
  { slip: 'an open quote in a flow list', from: "'Get-Volume']", to: "'Get-Volume]", says: [/not closed.*'/] },
  { slip: 'an open list at the end', from: "'Get-Volume']", to: "'Get-Volume'", says: [/"\[" is not closed/] },
  { slip: 'an open quote in an item', from: '- "-h"', to: '- "-h', says: [/not closed.*"/] },
  { slip: 'an apostrophe in single quotes', from: "'60'", to: "'don't'", says: [/./] },
  {
    slip: 'a step too deep',
    from: '  - action: aws:runPowerShellScript',
    to: '    - action: aws:runPowerShellScript',
    says: [/Indented by 4/],
  },
  { slip: 'a dash without a blank', from: "- '-T'", to: "-'-T'", says: [/./] },
  {
    slip: 'a step without its dash',
    from: '  - action: aws:runPowerShellScript',
    to: '    action: aws:runPowerShellScript',
    says: [],
    lost: ['windows', 'linux'],
  },
];

const jsonSlips: Slip[] = [
  {
    slip: 'a trailing comma in a map',
    from: '"default": "60"',
    to: '"default": "60",',
    says: [/comma/],
    on: ['"default": "60"'],
  },
  { slip: 'a trailing comma in a list', from: '"Get-Volume"', to: '"Get-Volume",', says: [/comma/] },
  { slip: 'a missing comma between entries', from: '"2.2",', to: '"2.2"', says: [/","/] },
  { slip: 'a missing comma between items', from: '"Get-PSDrive",', to: '"Get-PSDrive"', says: [/","/] },
  {
    slip: 'a missing comma between steps',
    from: '    },\n    {\n      "action": "aws:runPower',
    to: '    }\n    {\n      "action": "aws:runPower',
    says: [/","/],
  },
  {
    slip: 'a missing quote at the end',
    from: '"linux",',
    to: '"linux,',
    says: [/not closed/],
    lost: ['linux', 'linux,'],
  },
  { slip: 'a missing quote at the start', from: '"linux",', to: 'linux",', says: [/./], lost: ['linux', 'undefined'] },
  { slip: 'a missing colon', from: '"description": ', to: '"description" ', says: [/":"/] },
  {
    slip: 'a missing bracket at the end',
    from: /\n {2}\]\n\}\n$/,
    to: '\n',
    says: [/"\]\}" is missing/],
    on: ['    }\n'],
  },
  { slip: 'a missing brace at the end', from: /\}\n$/, to: '', says: [/missing/], on: ['  ]'] },
  { slip: 'a comment', from: '"timeoutSeconds": 60,', to: '"timeoutSeconds": 60, // a minute', says: [/comments/] },
  { slip: 'single quotes', from: '"Shows disks."', to: "'Shows disks.'", says: [/double quotes/] },
  { slip: 'a bare key', from: '"timeoutSeconds": 60', to: 'timeoutSeconds: 60', says: [/./] },
  { slip: 'a bare word', from: '"Shows disks."', to: 'Shows', says: [/./] },
  { slip: 'a line break in a text', from: 'Shows disks', to: 'Shows\ndisks', says: [/./] },
  { slip: 'a bad escape', from: 'Shows disks', to: 'Shows \\disks', says: [/escape/] },
  { slip: 'text behind the end', from: /\}\n$/, to: '}\n}', says: [/./] },
  { slip: 'a half-typed key', from: '"description": "Shows disks.",', to: '"descr', says: [/./] },
  {
    slip: 'two faults far apart',
    in: json.replace('"Get-Volume"', '"Get-Volume",'),
    from: '"2.2",',
    to: '"2.2"',
    says: [/","/, /comma/],
    on: ['"2.2"', '"Get-Volume"'],
  },
  { slip: 'a yes', from: '60,', to: 'True,', says: [/./] },
];

for (const each of yamlSlips) test(`runbook: ${each.slip}`, () => run('yaml', runbook, each));
for (const each of flatSlips) test(`flat lists: ${each.slip}`, () => run('yaml', flat, each));
for (const each of commandSlips) test(`command: ${each.slip}`, () => run('yaml', command, each));
for (const each of jsonSlips) test(`JSON: ${each.slip}`, () => run('json', json, each));
