/** Rename: the text before, the new name, and the text after or the reason why not. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { linkedNames, parse, prepareRename, rename } from '../../../server/src/language/index.ts';
import { mark } from '../../helpers.ts';

/** The text after a rename at the cursor, or the reason why there is none. */
function renamed(marked: string, name: string): string | undefined {
  const { text, cursors } = mark(marked);
  const result = rename(parse(text), cursors[0] ?? 0, name);
  if (result === undefined || 'refused' in result) return result?.refused;
  let after = text;
  for (const { start, end, text: written } of [...result.edits].sort((a, b) => b.start - a.start))
    after = after.slice(0, start) + written + after.slice(end);
  return after;
}

const runbook = (first: string, read = 'first.Id', more = ''): string => `schemaVersion: '0.3'
parameters:
  Role: { type: String }
variables:
  count: { type: Integer, default: 0 }
mainSteps:
- name: ${first}
  action: aws:executeAwsApi
  nextStep: ${first.replace('<|>', '')}
  inputs: { Service: ec2, Api: DescribeInstances }
  outputs: [{ Name: Id, Selector: $.Id, Type: String }]
- name: second
  action: aws:runCommand
  onFailure: step:${first.replace('<|>', '')}
  inputs: { InstanceIds: ['{{ ${read} }}', '{{ Role }}'], DocumentName: '{{ second.CommandId }}' }
${more}`;

describe('rename', () => {
  it('changes a step in its name, at jumps and in reads of its outputs', () => {
    assert.equal(renamed(runbook('fir<|>st'), 'look'), runbook('look', 'look.Id'));
  });

  it('begins at any of the places', () => {
    assert.equal(renamed(runbook('first', 'fir<|>st.Id'), 'look'), runbook('look', 'look.Id'));
  });

  it('changes nothing for the same name', () => {
    assert.equal(renamed(runbook('fir<|>st'), 'first'), runbook('first'));
  });

  it('quotes what would be a number or a truth value', () => {
    const step = (name: string, jump: string): string =>
      `schemaVersion: '0.3'\nmainSteps:\n- { name: ${name}, action: aws:sleep, onFailure: 'step:${jump}', nextStep: ${name.replace('<|>', '')}, inputs: { Duration: PT1S } }\n`;
    assert.equal(renamed(step('a<|>', 'a'), '12'), step('"12"', '12'));
    assert.equal(renamed(step('a<|>', 'a'), 'true'), step('"true"', 'true'));
  });

  it('refuses a name the service does not take', () => {
    assert.match(
      renamed(runbook('fir<|>st'), 'two words') ?? '',
      /^"two words" cannot be the name of a step: it takes letters, digits/,
    );
    assert.match(
      renamed(runbook('first').replace('  Role', '  Ro<|>le'), 'a.b') ?? '',
      /^"a\.b" cannot be the name of a parameter/,
    );
    assert.match(renamed(runbook('fir<|>st'), ' ') ?? '', /A name is needed/);
  });

  it('refuses a name that is taken, also by a variable for a parameter', () => {
    assert.equal(renamed(runbook('fir<|>st'), 'second'), '"second" is already the name of a step.');
    const parameter = runbook('first').replace('  Role', '  Ro<|>le');
    assert.equal(renamed(parameter, 'count'), '"count" is already the name of a variable.');
    assert.equal(
      renamed(runbook('first', 'second.Command<|>Id'), 'x'),
      '"CommandId" is an output that aws:runCommand always has; its name is fixed.',
    );
  });

  it('refuses what is declared nowhere, or twice', () => {
    assert.equal(renamed(runbook('first', 'Ro<|>l'), 'x'), 'No parameter "Rol" is declared in this document.');
    const twice = '- { name: first, action: aws:sleep, inputs: { Duration: PT1S } }\n';
    assert.match(renamed(runbook('fir<|>st', 'first.Id', twice), 'x') ?? '', /^There is more than one step "first"/);
  });

  it('refuses a name that stands where it cannot be followed', () => {
    const parameter = (read: string): string => runbook('first', read).replace('  Role', '  Ro<|>le');
    assert.equal(renamed(parameter('Role | upper'), 'x'), 'Line 15 may read "Role" in a way that cannot be followed.');
    assert.match(renamed(parameter('first.Id'), 'x') ?? '', /^schemaVersion/);
    const own =
      "- { name: own, action: aws:executeAwsApi, inputs: { Service: ssm, Api: GetAutomationExecution }, outputs: [{ Name: x, Selector: '$.AutomationExecution.Parameters.Role' }] }\n";
    assert.match(
      renamed(runbook('first', 'first.Id', own).replace('  Role', '  Ro<|>le'), 'x') ?? '',
      /may read "Role" in a way/,
    );
  });

  it('refuses near text that cannot be read and may hold the name', () => {
    const broken = '- name: [first\n';
    assert.match(renamed(runbook('fir<|>st', 'first.Id', broken), 'x') ?? '', /cannot be read and may name "first"/);
  });

  it('is not held up by comments, descriptions and names that only begin alike', () => {
    const more = '# {{ Role | upper }}\ndescription: "{{ Role | upper }} and {{ Roles.x }}"\n';
    assert.match(renamed(runbook('first', 'first.Id', more).replace('  Role', '  Ro<|>le'), 'x') ?? '', /\n {2}x: \{/);
  });

  it('tells beforehand what would be renamed, or why nothing can be', () => {
    const at = (marked: string) => {
      const { text, cursors } = mark(marked);
      const found = prepareRename(parse(text), cursors[0] ?? 0);
      return found && 'range' in found ? text.slice(found.range.start, found.range.end) : found?.refused;
    };
    assert.equal(at(runbook('fir<|>st')), 'first');
    assert.equal(at(runbook('first', 'first.I<|>d')), 'Id');
    assert.match(at(runbook('first', 'first.N<|>o')) ?? '', /No output "No" is declared/);
    assert.equal(at(runbook('first').replace('aws:exec', 'aws:e<|>xec')), undefined);
  });

  it('reaches a key of a payload in the script, and no further than is certain', () => {
    const script = (key: string, read: string): string => `schemaVersion: '0.3'
mainSteps:
- name: a
  action: aws:executeScript
  inputs:
    Runtime: python3.11
    Handler: main
    InputPayload: { ${key}: x }
    Script: |
      def main(events, context):
          return events[${read}]
`;
    assert.equal(renamed(script('i<|>d', "'id'"), 'node'), script('node', "'node'"));
    assert.match(renamed(script('i<|>d', "'i' 'd'"), 'node') ?? '', /in a way that cannot be followed/);
    // Any key may be read by another name.
    assert.equal(renamed(script('i<|>d', 'context'), 'node'), undefined);
    assert.match(
      renamed(script('id', "'id'").replace('Handler: ma', 'Handler: m<|>a'), 'x') ?? '',
      /is a function of the script/,
    );
  });
});

describe('linked editing', () => {
  it('joins the places of the name of a step, and of nothing else', () => {
    const linked = (marked: string): number | undefined => {
      const { text, cursors } = mark(marked);
      return linkedNames(parse(text), cursors[0] ?? 0)?.length;
    };
    assert.equal(linked(runbook('fir<|>st')), 4);
    assert.equal(linked(runbook('first').replace('  Role', '  Ro<|>le')), undefined);
    assert.equal(linked(runbook('first').replace('name: second', 'name: s<|>econd')), 2);
  });
});
