/** Definition, references and highlights: each case is a text with a cursor and marks around what is found from there. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { definition, highlights, outsideName, parse, references } from '../../../server/src/language/index.ts';
import { mark } from '../../helpers.ts';

/** From every cursor the marked places are found, with the declaration, and nothing else. */
function together(marked: string): void {
  const { text, cursors, ranges } = mark(marked);
  const document = parse(text);
  const wanted = ranges
    .sort((a, b) => a.start - b.start)
    .map(({ start, end }) => `${text.slice(start, end)} at ${start}`);
  assert.ok(cursors.length > 0);
  for (const cursor of cursors) {
    const found = references(document, cursor, true)?.map(({ start, end }) => `${text.slice(start, end)} at ${start}`);
    assert.deepEqual(found, wanted);
  }
}

/** The name of what the cursor leads to is the one mark. */
function leads(marked: string): void {
  const { text, cursors, ranges } = mark(marked);
  const found = definition(parse(text), cursors[0] ?? 0)?.targets.map(({ selection }) => selection);
  assert.deepEqual(
    found,
    ranges.map(({ start, end }) => ({ start, end })),
  );
}

describe('references', () => {
  it('of a parameter stand in values, in texts, in other steps and without forgotten braces', () => {
    together(`schemaVersion: '0.3'
assumeRole: '{{ <|Ro<|>le|> }}'
parameters:
  <|Role|>:
    type: String
  Other: { type: String, default: Role }
mainSteps:
- name: Role
  action: aws:executeAwsApi
  inputs: { Service: ec2, Api: StartInstances, InstanceIds: ['{{<|Role|>}}', "a{{ <|Role|> }}b{{ Other }}"] }
  outputs: [{ Name: Role, Selector: $.Role, Type: String }]
- name: choose
  action: aws:branch
  inputs:
    Choices:
    - { NextStep: choose, Variable: <|Role|>, StringEquals: Role }
    - { NextStep: choose, Variable: '{{ Role.Role }}', StringEquals: Role }
`);
  });

  it('of a step are its jumps, the reads of its outputs and the outputs of the runbook', () => {
    together(`schemaVersion: '0.3'
mainSteps:
- name: one
  action: aws:branch
  onFailure: step:<|two|>
  inputs:
    Choices: [{ NextStep: <|t<|>wo|>, Variable: '{{ <|two|>.Out }}', StringEquals: two }]
    Default: <|two|>
- name: <|two|>
  action: aws:executeAwsApi
  nextStep: <|two<|>|>
  onCancel: step:<|two|>
  inputs: { Service: ec2, Api: DescribeInstances, Filters: '{{ <|two|>.Out }}' }
  outputs: [{ Name: Out, Selector: $.x, Type: String }]
outputs:
- <|t<|>wo|>.Out
`);
  });

  it('of an output are told from equal outputs of other steps', () => {
    together(`schemaVersion: '0.3'
mainSteps:
- { name: a, action: aws:executeAwsApi, inputs: { Service: s, Api: A }, outputs: [{ Name: <|O<|>ut|>, Selector: $.x, Type: String }] }
- { name: b, action: aws:executeAwsApi, inputs: { Service: s, Api: '{{ a.<|Out|> }}{{ b.Out }}' }, outputs: [{ Name: Out, Selector: $.x, Type: String }] }
outputs: [a.<|Out<|>|>, b.Out]
`);
  });

  it('of a variable are read with and without "variable:", and written', () => {
    together(`schemaVersion: '0.3'
variables:
  <|n|>: { type: Integer, default: 1 }
mainSteps:
- { name: a, action: aws:updateVariable, inputs: { Name: 'variable:<|n<|>|>', Value: '{{ variable:<|n|> }}' } }
- { name: b, action: aws:sleep, inputs: { Duration: 'PT{{ <|n|> }}M{{ variable:<|n<|>|>.part }}' } }
outputs: ['variable:<|n|>']
`);
  });

  it('of a parameter stand in scripts, as a reference or as a variable of the shell', () => {
    together(`schemaVersion: '2.2'
parameters:
  <|Path|>: { type: String, interpolationType: ENV_VAR }
  Other: { type: String }
mainSteps:
- action: aws:runShellScript
  name: run
  precondition: { StringEquals: [platformType, '{{ <|Path|> }}'] }
  inputs:
    runCommand:
    - |
      ls "$SSM_<|P<|>ath|>" "\${SSM_<|Path|>}" "$SSM_Paths" $SSM_Other
      ls {{ <|Path|> }} {{ Other }}
`);
  });

  it('of a key of a payload are what the handler reads, when that is certain', () => {
    const runbook = (read: string): string => `schemaVersion: '0.3'
mainSteps:
- name: a
  action: aws:executeScript
  inputs:
    Runtime: python3.11
    Handler: main
    InputPayload:
      <|i<|>d|>: x
      other: y
    Script: |
      def main(events, context):
          print(${read}, events['other'])
`;
    together(runbook('events[\'<|id|>\'], events.get("<|id|>")'));
    together(runbook('1'));
  });

  it('are found in JSON, through escapes', () => {
    together(
      '{"schemaVersion": "0.3", "parameters": {"<|Na<|>me|>": {"type": "String"}}, "mainSteps": [{"name": "a", "action": "aws:sleep", "inputs": {"Duration": "\\t{{ <|Name|> }}\\"{{ <|Name|> }}"}}]}',
    );
  });

  it('stay within one document of a text', () => {
    const one = (marked: string): string =>
      `schemaVersion: '0.3'\nmainSteps:\n- { name: ${marked}, action: aws:sleep, inputs: { Duration: PT1S } }\n`;
    together(`${one('same')}---\n${one('<|same<|>|>')}`);
  });

  it('are found in the document that a template carries, as a map or as text', () => {
    const content = 'schemaVersion: "0.3"';
    together(`Resources:
  One:
    Type: AWS::SSM::Document
    Properties:
      DocumentType: Automation
      Content:
        ${content}
        parameters: { <|Id|>: { type: String } }
        mainSteps: [{ name: a, action: aws:sleep, inputs: { Duration: '{{ <|I<|>d|> }}' } }]
`);
    together(`Resources:
  One:
    Type: AWS::SSM::Document
    Properties:
      DocumentType: Automation
      Content: |
        ${content}
        parameters:
          <|Id|>: { type: String }
        mainSteps:
        - { name: a, action: aws:sleep, inputs: { Duration: '{{ <|I<|>d|> }}' } }
`);
  });

  it('are none where nothing is named', () => {
    for (const marked of ['schema<|>Version: "0.3"\nmainSteps: []\n', 'services: { web<|>: {} }\n', '<|>']) {
      const { text, cursors } = mark(marked);
      assert.equal(references(parse(text), cursors[0] ?? 0, true), undefined);
      assert.equal(definition(parse(text), cursors[0] ?? 0), undefined);
    }
  });
});

describe('definition', () => {
  const step = (name: string): string =>
    `- { name: ${name}, action: aws:runCommand, inputs: { DocumentName: AWS-RunShellScript } }\n`;

  it('of an output that the action always has is the step', () => {
    leads(`schemaVersion: '0.3'\nmainSteps:\n${step('<|run|>')}outputs: [run.Comm<|>andId]\n`);
  });

  it('of a name that is declared nowhere leads nowhere', () => {
    leads(`schemaVersion: '0.3'\nmainSteps:\n${step('run')}outputs: [r<|>un2.CommandId]\n`);
  });

  it('of a handler is its function', () => {
    leads(`schemaVersion: '0.3'
mainSteps:
- name: a
  action: aws:executeScript
  inputs:
    Runtime: python3.11
    Handler: ma<|>in
    Script: |
      def other(): pass
      def <|main|>(events, context): return {}
`);
  });

  it('takes in all of what is declared', () => {
    const { text, cursors } = mark(
      "schemaVersion: '0.3'\nparameters:\n  Id: { type: String }\nassumeRole: '{{ I<|>d }}'\nmainSteps: []\n",
    );
    const [target] = definition(parse(text), cursors[0] ?? 0)?.targets ?? [];
    assert.equal(text.slice(target?.start, target?.end), 'Id: { type: String }');
  });
});

describe('highlights', () => {
  it('tell what gives a value from what reads it', () => {
    const { text, cursors } = mark(`schemaVersion: '0.3'
variables:
  n: { type: Integer, default: 1 }
mainSteps:
- { name: a, action: aws:updateVariable, inputs: { Name: 'variable:n', Value: '{{ variable:<|>n }}' } }
`);
    assert.deepEqual(
      highlights(parse(text), cursors[0] ?? 0)?.map(({ kind }) => kind),
      ['write', 'write', 'read'],
    );
  });
});

describe('a call', () => {
  const runbook = `schemaVersion: '0.3'
mainSteps:
- name: a
  action: aws:executeAutomation
  inputs:
    DocumentName: Chi<|>ld
    TargetParameterName: Na<|>me
    RuntimeParameters: { I<|>d: x, y: I<|>d }
`;

  it('names a document and its parameters', () => {
    const { text, cursors } = mark(runbook);
    const found = cursors
      .map((cursor) => outsideName(parse(text), cursor))
      .map((each) => each && [each.call.name, each.parameter]);
    assert.deepEqual(found, [['Child', undefined], ['Child', 'Name'], ['Child', 'Id'], undefined]);
  });

  it('may name it by its ARN, and go through the API', () => {
    const name = (text: string): string | undefined => {
      const at = text.indexOf('/Child') + 2;
      return outsideName(parse(text), at)?.call.name;
    };
    const arn = 'arn:aws:ssm:eu-west-1:111122223333:document/Child';
    assert.equal(
      name(
        `schemaVersion: '0.3'\nmainSteps:\n- { name: a, action: aws:runCommand, inputs: { DocumentName: '${arn}' } }\n`,
      ),
      'Child',
    );
    const api = `{ Service: ssm, Api: StartAutomationExecution, DocumentName: '${arn}' }`;
    assert.equal(
      name(`schemaVersion: '0.3'\nmainSteps:\n- { name: a, action: aws:executeAwsApi, inputs: ${api} }\n`),
      'Child',
    );
  });
});
