/** Conversion keeps the data, to readers that are not ours; scripts are lines in YAML and stay readable. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { load, YAML11_SCHEMA } from 'js-yaml';
import { convert, parse } from '../../server/src/language/index.ts';
import { writeJson, writeYaml } from '../../server/src/language/refactor/write.ts';
import { dataOf, documentsAtHand, longFunctions } from '../corpus.ts';
import { thorough } from '../sample.ts';

function converted(text: string, from: 'yaml' | 'json', to: 'yaml' | 'json'): string {
  const result = convert(parse(text, { format: from }), to);
  assert.ok('text' in result, JSON.stringify(result));
  return result.text;
}

/** What a JSON text has, read by the same reader as YAML where that gives a list of documents. */
function one(text: string, format: 'yaml' | 'json'): unknown {
  const data = longFunctions(dataOf(text, format));
  return format === 'yaml' && Array.isArray(data) ? data[0] : data;
}

const yaml = `# Looks at the disk.
schemaVersion: '2.2'
description: >-
  Shows the disk
  of a node.
parameters:
  Path: {type: String, default: "/var", allowedValues: [/var, 'no', "0755"]}
mainSteps:
- action: aws:runShellScript # the only one
  name: disk
  inputs:
    timeoutSeconds: 60
    runCommand:
    - |
      df -h "{{ Path }}"

        du -s
    - 'echo "done": yes'
`;

const json = `{
  "schemaVersion": "2.2",
  "description": "Shows the disk of a node.",
  "parameters": {
    "Path": {
      "type": "String",
      "default": "/var",
      "allowedValues": [
        "/var",
        "no",
        "0755"
      ]
    }
  },
  "mainSteps": [
    {
      "action": "aws:runShellScript",
      "name": "disk",
      "inputs": {
        "timeoutSeconds": 60,
        "runCommand": [
          "df -h \\"{{ Path }}\\"\\n\\n  du -s\\n",
          "echo \\"done\\": yes"
        ]
      }
    }
  ]
}
`;

const back = `schemaVersion: "2.2"
description: Shows the disk of a node.
parameters:
  Path:
    type: String
    default: /var
    allowedValues:
      - /var
      - "no"
      - "0755"
mainSteps:
  - action: aws:runShellScript
    name: disk
    inputs:
      timeoutSeconds: 60
      runCommand:
        - |
          df -h "{{ Path }}"

            du -s
        - 'echo "done": yes'
`;

test('YAML becomes JSON, and tells of the comments that it loses', () => {
  const result = convert(parse(yaml), 'json');
  assert.deepEqual(result, { text: json, lost: '2 comments are left out: JSON has none.' });
});

test('JSON becomes YAML with scripts as lines, and quotes only where they are needed', () => {
  assert.equal(converted(json, 'json', 'yaml'), back);
});

test('aliases and merges are written out, numbers as they are typed', () => {
  const text = `schemaVersion: '0.3'\nmainSteps:\n- &a\n  name: a\n  action: aws:sleep\n  timeoutSeconds: 1.50\n  inputs: {Duration: PT1S}\n- <<: *a\n  name: b\n`;
  const result = converted(text, 'yaml', 'json');
  assert.deepEqual(one(result, 'json'), one(text, 'yaml'));
  assert.equal(result.match(/"timeoutSeconds": 1\.50/g)?.length, 2);
});

const lead = "schemaVersion: '0.3'\nmainSteps: []\n";
for (const [why, text, message] of [
  ['broken', `${lead}outputs: [\n`, /^The text has to be mended first: /],
  ['not ours', 'services: {}\n', /^Only documents that Opswright knows/],
  ['one of several', `${lead}---\n${lead}`, /several documents/],
  ['with a tag of a template', `${lead}assumeRole: !Ref Role\n`, /The tag "!Ref"/],
  ['with a key twice', `${lead}description: a\ndescription: b\n`, /"description" stands twice/],
  ['with what is no number in JSON', `${lead}description: .inf\n`, /no number such as "\.inf"/],
] as const) {
  test(`a text is refused that is ${why}`, () => {
    const result = convert(parse(text), 'json');
    assert.ok('refused' in result);
    assert.match(result.refused, message);
  });
}

test('every document of the corpus keeps its data there and back', () => {
  for (const { name, text, format, document } of documentsAtHand()) {
    const data = one(text, format);
    const to = format === 'yaml' ? 'json' : 'yaml';
    const there = convert(document, to);
    if ('refused' in there || data === undefined) continue;
    assert.deepEqual(one(there.text, to), data, name);
    const again = convert(parse(there.text, { format: to }), format);
    assert.ok('text' in again, name);
    assert.deepEqual(one(again.text, format), data, name);
  }
});

test('any data can be written, and is read as it was by readers of both versions of YAML', () => {
  const value = fc.letrec((tie) => ({
    data: fc.oneof(
      { depthSize: 'small' },
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^[ \n\t#:'"|>yno0-9.eE+_-]*$/),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('data'), { maxLength: 3 }),
      fc
        .uniqueArray(fc.tuple(fc.string(), tie('data')), { maxLength: 3, selector: ([key]) => key })
        .map((list) => new Map(list as [])),
    ),
  })).data;
  fc.assert(
    fc.property(value, (data) => {
      const map = new Map([['a', data]]) as Parameters<typeof writeYaml>[0];
      const expected = JSON.parse(writeJson(map as Map<string, never>));
      const text = `${writeYaml(map)}\n`;
      assert.deepEqual(one(text, 'yaml'), expected);
      assert.deepEqual(load(text, { schema: YAML11_SCHEMA }), expected);
    }),
    { seed: 20_261_125, numRuns: thorough ? 1000 : 200 },
  );
});

test('short functions of a template are written out', () => {
  const pack =
    'Parameters:\n  Age: {Type: String, Default: "90"}\nResources:\n  Keys:\n    Type: AWS::Config::ConfigRule\n    Properties:\n' +
    '      ConfigRuleName: keys\n      Source: {Owner: AWS, SourceIdentifier: ACCESS_KEYS_ROTATED}\n' +
    '      InputParameters: {maxAccessKeyAge: !Ref Age, owner: !GetAtt Keys.Compliance.Type}\n';
  const { Resources } = JSON.parse(converted(pack, 'yaml', 'json'));
  assert.deepEqual(Resources.Keys.Properties.InputParameters, {
    maxAccessKeyAge: { Ref: 'Age' },
    owner: { 'Fn::GetAtt': ['Keys', 'Compliance.Type'] },
  });
});
