/** What an editor draws into a text or takes from it: colours, hints, lenses, links, selections. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type HintKind,
  hints,
  lenses,
  links,
  parse,
  references,
  referencesTitle,
  selections,
  tokens,
} from '../../../server/src/language/index.ts';
import { mark } from '../../helpers.ts';

const runbook = `schemaVersion: '0.3'
assumeRole: '{{ Role }}'
parameters:
  Role: { type: String, default: arn }
  Size: { type: String, default: 'a size with a very long name indeed' }
  Empty: { type: String, default: '' }
variables:
  n: { type: Integer, default: 0 }
mainSteps:
- name: look
  action: aws:executeAwsApi
  onFailure: step:mend
  inputs: { Service: ec2, Api: DescribeInstances, A: '{{ Size }}', B: '{{ Empty }}', C: 'x {{ Role }}' }
  outputs:
  - Name: Id
    Selector: $.Id
- name: choose
  action: aws:branch
  inputs:
    Choices: [{ NextStep: mend, Variable: '{{ look.Id }}', StringEquals: a }]
- name: tell
  action: aws:updateVariable
  inputs: { Name: 'variable:n', Value: '{{ global:REGION }}{{ nowhere }}{{ look.No }}' }
- name: mend
  action: aws:runCommand
  inputs: { DocumentName: AWS-RunShellScript }
outputs:
- mend.ResponseCode
- look.Id
`;

const drawn = (text: string): string[] =>
  tokens(parse(text)).map(({ start, end, type, modifiers }) => [text.slice(start, end), type, ...modifiers].join(' '));

describe('colours', () => {
  it('tell apart what names in expressions and at jumps stand for', () => {
    assert.deepEqual(drawn(runbook), [
      'Role parameter',
      'look function declaration',
      'mend function',
      'Size parameter',
      'Empty parameter',
      'Role parameter',
      'choose function declaration',
      'mend function',
      'look function',
      'Id property',
      'tell function declaration',
      'n variable modification',
      'global:REGION variable readonly defaultLibrary',
      'nowhere unresolvedReference',
      'look function',
      'No unresolvedReference',
      'mend function declaration',
      'mend function',
      'ResponseCode property defaultLibrary',
      'look function',
      'Id property',
    ]);
  });

  it('reach into scripts, in JSON too', () => {
    const script =
      '{"schemaVersion": "2.2", "parameters": {"A": {"type": "String", "interpolationType": "ENV_VAR"}}, "mainSteps": [{"action": "aws:runShellScript", "name": "r", "inputs": {"runCommand": ["echo \\"$SSM_A\\" {{ A }}"]}}]}';
    assert.deepEqual(drawn(script), ['r function declaration', 'A parameter', 'A parameter']);
  });

  it('can be asked for a stretch', () => {
    const within = { start: runbook.indexOf('- name: tell'), end: runbook.indexOf('- name: mend') };
    assert.equal(tokens(parse(runbook), within).length, 6);
  });

  it('leave other texts alone', () => {
    assert.deepEqual(drawn('a: "{{ b }}"\n'), []);
  });
});

describe('hints', () => {
  const shown = (text: string, ...kinds: HintKind[]): string[] => {
    const whole = { start: 0, end: text.length };
    return hints(parse(text), whole, (kind) => kinds.includes(kind)).map(({ at, text: hint }) => {
      const line = text.slice(0, at).split('\n').at(-1)?.trim();
      return `${line} ⟨${hint}⟩`;
    });
  };

  it('give the type of an output where none is written', () => {
    assert.deepEqual(shown(runbook, 'outputTypes'), [
      '- Name: Id ⟨: String⟩',
      '- mend.ResponseCode ⟨: Integer⟩',
      '- look.Id ⟨: String⟩',
    ]);
  });

  it('give the default of a parameter that is all of a value', () => {
    assert.deepEqual(shown(runbook, 'parameterDefaults'), [
      "assumeRole: '{{ Role }}' ⟨= arn⟩",
      "inputs: { Service: ec2, Api: DescribeInstances, A: '{{ Size }}' ⟨= a size with a very long name …⟩",
    ]);
  });

  it('give the next step where a branch falls through and where others jump to it', () => {
    assert.deepEqual(shown(runbook, 'nextStep'), ['- name: choose ⟨→ tell⟩', '- name: tell ⟨→ mend⟩']);
  });

  it('say nothing about steps that simply follow each other', () => {
    const plain = runbook
      .replace('  onFailure: step:mend\n', '')
      .replace('NextStep: mend', 'NextStep: tell\n    Default: tell');
    assert.deepEqual(shown(plain.replace('[{ NextStep: tell\n    Default: tell,', '[{ NextStep: tell,'), 'nextStep'), [
      '- name: choose ⟨→ tell⟩',
    ]);
  });
});

describe('lenses', () => {
  it('stand at parameters, variables and steps that are used, and count when they are seen', () => {
    const document = parse(runbook);
    const found = lenses(document).filter(({ kind }) => kind === 'references');
    const counted = found.map(({ start, end }) => {
      const count = references(document, start, false)?.length ?? 0;
      return `${runbook.slice(start, end)}: ${referencesTitle(count)}`;
    });
    assert.deepEqual(counted, [
      'Role: 2 references',
      'Size: 1 reference',
      'Empty: 1 reference',
      'n: 1 reference',
      'look: 3 references',
      'mend: 3 references',
    ]);
  });

  it('offer to run a document from its first line', () => {
    const kinds = (text: string, kind?: 'run'): string[] =>
      lenses(parse(text, kind ? { format: 'yaml', kind } : {})).flatMap((lens) =>
        lens.kind === 'references' ? [] : [`${lens.start} ${lens.kind}`],
      );
    assert.deepEqual(kinds(runbook), ['0 run', '0 runAgain']);
    assert.deepEqual(kinds('# Now\nrun: X\n', 'run'), ['6 runFile', '6 previewTargets']);
    assert.deepEqual(kinds('schemaVersion: "1.0"\nsessionType: Standard_Stream\ninputs: {}\n'), []);
  });
});

describe('links', () => {
  it('lead to pages, called documents and attachments', () => {
    const text = `schemaVersion: '0.3'
mainSteps:
- { name: a, action: aws:executeAutomation, inputs: { DocumentName: Child } }
- { name: b, action: aws:executeScript, inputs: { Runtime: python3.11, Handler: main, Script: '', Attachment: code.zip } }
files:
  code.zip: { checksums: { sha256: '0' } }
`;
    const found = links(parse(text)).map((link) => {
      const what =
        link.to === 'page' ? link.address.replace(/.*\//, '') : link.to === 'file' ? link.name : link.call.name;
      return `${text.slice(link.start, link.end)} → ${link.to} ${what}`;
    });
    assert.deepEqual(found, [
      'aws:executeAutomation → page automation-action-executeAutomation.html',
      'Child → document Child',
      'aws:executeScript → page automation-action-executeScript.html',
      'code.zip → file code.zip',
      'code.zip → file code.zip',
    ]);
  });
});

describe('expanding a selection', () => {
  it('goes from the name over reference, value, entry, step and list to the document', () => {
    const { text, cursors } = mark(`schemaVersion: '0.3'
mainSteps:
- name: a
  action: aws:sleep
  inputs:
    Duration: 'x {{ a.O<|>ut }}'
`);
    const found = selections(parse(text), cursors[0] ?? 0).map(({ start, end }) => text.slice(start, end));
    const step = text.slice(text.indexOf('name: a'), text.length - 1);
    assert.deepEqual(found.slice(0, 7), [
      'Out',
      'a.Out',
      '{{ a.Out }}',
      'x {{ a.Out }}',
      "'x {{ a.Out }}'",
      "Duration: 'x {{ a.Out }}'",
      "inputs:\n    Duration: 'x {{ a.Out }}'",
    ]);
    assert.equal(found[7], step);
    assert.equal(found.at(-1), text);
  });

  it('always ends with the whole text', () => {
    assert.deepEqual(selections(parse('plain'), 2), [{ start: 0, end: 5 }]);
  });
});
