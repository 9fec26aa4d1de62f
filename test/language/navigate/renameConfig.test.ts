/** Names of a conformance pack or template: rename, references and highlights. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { edited, highlights, parse, references, rename } from '../../../server/src/language/index.ts';
import { mark } from '../../helpers.ts';

/** The text after a rename at the cursor, or the reason why there is none. */
function renamed(marked: string, name: string): string | undefined {
  const { text, cursors } = mark(marked);
  const result = rename(parse(text), cursors[0] ?? 0, name);
  return result === undefined || 'refused' in result ? result?.refused : edited(text, result.edits);
}

const pack = `Metadata:
  AWS::CloudFormation::Interface:
    ParameterGroups:
      - Label: { default: Keys }
        Parameters: [Days]
    ParameterLabels:
      Days: { default: Age of a key }
Parameters:
  Days:
    Type: String
    Default: "90"
Conditions:
  Strict: !Equals [!Ref Days, "1"]
  Lax: !Not [!Condition Strict]
Resources:
  Keys:
    Type: AWS::Config::ConfigRule
    Condition: Strict
    Properties:
      ConfigRuleName: keys-rotated
      Description: !Sub "Keys live for \${Days} days in \${AWS::Region}"
      InputParameters:
        maxAccessKeyAge:
          Fn::If: [Strict, !Ref Days, "90"]
      Source:
        Owner: AWS
        SourceIdentifier: ACCESS_KEYS_ROTATED
  Repair:
    Type: AWS::Config::RemediationConfiguration
    DependsOn: [Keys]
    Properties:
      ConfigRuleName: keys-rotated
      TargetType: SSM_DOCUMENT
      TargetId: AWS-Repair
      Parameters:
        Rule: { StaticValue: { Values: [!GetAtt Keys.Arn, !Ref Keys] } }
`;
const at = (words: string): string => {
  const found = pack.replace(words.replace('<|>', ''), words);
  assert.notEqual(found, pack);
  return found;
};
/** The pack with a name replaced wherever it stands as a word, other than in prose. */
const withName = (name: RegExp, other: string): string => pack.replace(name, other);

describe('rename in a pack', () => {
  it('changes a parameter in Ref, Fn::Sub, conditions and the labels of the console', () => {
    const after = withName(/\bDays\b/g, 'MaxAge');
    assert.equal(renamed(at('  Da<|>ys:\n    Type'), 'MaxAge'), after);
    assert.equal(renamed(at(`live for \${Da<|>ys}`), 'MaxAge'), after);
    assert.equal(renamed(at('[!Ref Da<|>ys, "1"]'), 'MaxAge'), after);
  });

  it('changes a condition where it is asked and where it is combined', () => {
    assert.equal(renamed(at('Condition: Str<|>ict\n'), 'IsStrict'), withName(/\bStrict\b/g, 'IsStrict'));
  });

  it('changes the name of a rule together with that in its remediation', () => {
    const after = withName(/keys-rotated/g, 'rotate-keys');
    assert.equal(renamed(at('ConfigRuleName: keys-<|>rotated\n      Desc'), 'rotate-keys'), after);
    assert.equal(renamed(at('ConfigRuleName: keys-<|>rotated\n      Target'), 'rotate-keys'), after);
  });

  it('changes a logical id where something depends on it, refers to it or reads it', () => {
    assert.equal(
      renamed(at('DependsOn: [Ke<|>ys]'), 'Rotated'),
      withName(/\bKeys(?=:\n|\]|\.| \] )|(?<=!Ref )Keys/g, 'Rotated'),
    );
  });

  it('works in a pack that an SSM document or a request carries as text', () => {
    const request = (name: string, input: string): string =>
      `ConformancePackName: keys\nTemplateBody: |\n  Parameters:\n    ${name}:\n      Type: String\n  Resources:\n    Keys:\n      Type: AWS::Config::ConfigRule\n      Properties:\n        InputParameters: { maxAccessKeyAge: !Ref ${name.replace('<|>', '')} }\n        Source: { Owner: AWS, SourceIdentifier: ACCESS_KEYS_ROTATED }\n${input}`;
    assert.equal(renamed(request('Da<|>ys', ''), 'Age'), request('Age', ''));
    const input = 'ConformancePackInputParameters:\n  - { ParameterName: Days, ParameterValue: "3" }\n';
    assert.match(renamed(request('Da<|>ys', input), 'Age') ?? '', /^Line 12 may read "Days"/);
  });

  it('refuses a name that is taken, that no template takes, and what is not declared', () => {
    assert.equal(renamed(at('  Da<|>ys:\n    Type'), 'Keys'), '"Keys" is already the name of a resource.');
    assert.match(renamed(at('  Da<|>ys:\n    Type'), 'max-age') ?? '', /it takes letters and digits/);
    assert.match(
      renamed(pack.replace('!Ref Days, "90"', '!Ref Da<|>y, "90"'), 'x') ?? '',
      /^No resource "Day" is declared/,
    );
  });

  it('refuses where a loop of the template puts names together', () => {
    const looped = at('  Da<|>ys:\n    Type').concat(
      `  Fn::ForEach::Each:\n    - Name\n    - [A, B]\n    - Rule\${Name}:\n        Type: AWS::Config::ConfigRule\n`,
    );
    assert.equal(renamed(looped, 'Age'), 'The template reads "Days" in a way that cannot be followed.');
  });
});

it('references and highlights show every place', () => {
  const { text, cursors } = mark(at('Condition: Str<|>ict\n'));
  const [offset = 0] = cursors;
  assert.equal(references(parse(text), offset, true)?.length, 4);
  assert.equal(references(parse(text), offset, false)?.length, 3);
  assert.deepEqual(
    highlights(parse(text), offset)?.map(({ kind }) => kind),
    ['write', 'read', 'read', 'read'],
  );
});
