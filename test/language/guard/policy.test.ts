/** What an editor shows of a Guard policy: completion, hover, names, outline, folds and layout, in files and inside YAML. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  complete,
  definition,
  edited,
  folds,
  format,
  hover,
  outline,
  parse,
  references,
  rename,
} from '../../../server/src/language/index.ts';
import { accept } from '../../completions.ts';
import { managed, mark, problemsOf, properties } from '../../helpers.ts';

const lookups = { config: managed, properties };

function labels(marked: string, written: 'guard' | 'yaml' = 'guard'): string[] {
  const { text, cursors } = mark(marked);
  return complete(parse(text, { format: written }), cursors[0] ?? 0, lookups).map(({ label }) => label);
}

function offers(marked: string, wanted: readonly string[], unwanted: readonly string[] = []): void {
  const found = labels(marked);
  for (const label of wanted) assert.ok(found.includes(label), `${label} is not offered in ${marked}: ${found}`);
  for (const label of unwanted) assert.ok(!found.includes(label), `${label} is offered in ${marked}`);
}

const inRule = (line: string): string => `let types = ["gp3"]

rule volumes when resourceType == "AWS::EC2::Volume" {
  ${line}
}

rule others when resourceType == "AWS::S3::Bucket" {
  configuration.name exists
}
`;

test('types of resources are offered where the type of an item is compared', () => {
  offers('rule a when resourceType == "AWS::EC2::<|>"', ['AWS::EC2::Volume', 'AWS::S3::Bucket']);
  offers("rule a when resourceType in ['AWS::S3::Bucket', '<|>'] {\n}\n", ['AWS::EC2::Volume']);
  offers('AWS::<|>', ['AWS::EC2::Volume']);
  assert.deepEqual(labels('rule a when awsRegion == "<|>"'), []);
});

test('the properties of the type are offered segment by segment', () => {
  offers(inRule('<|>'), ['configuration', 'awsRegion', 'others', '%types'], ['rule']);
  offers(inRule('configuration.<|>'), ['encrypted', 'attachments'], ['name', 'configuration']);
  offers(inRule('configuration.enc<|> == true'), ['encrypted']);
  offers(inRule('configuration.attachments[*].<|>'), ['state'], ['encrypted']);
  offers(inRule('configuration.attachments[ <|> ]'), ['state'], ['encrypted']);
  offers(inRule('configuration {\n    <|>\n  }'), ['encrypted'], ['configuration']);
});

test('a condition is offered behind when, whether the rule has a body or not', () => {
  offers('rule a when <|>', ['resourceType', 'some'], ['rule']);
  offers(`${inRule('configuration exists')}rule b when <|> {\n}\n`, ['resourceType', 'volumes'], ['rule']);
});

test('operators are offered behind a query, variables and functions behind an operator', () => {
  offers(inRule('configuration.encrypted <|>'), ['==', 'exists', '!exists', 'in']);
  offers(inRule('configuration.encrypted not <|>'), ['exists', 'in'], ['==']);
  offers(inRule('configuration.volumeType in <|>'), ['%types', 'count'], ['exists']);
  offers(inRule('configuration.volumeType in %<|>'), ['%types']);
  offers('<|>', ['rule', 'let']);
});

test('nothing is offered in comments, in texts of another meaning and where a name is made up', () => {
  assert.deepEqual(labels('# rule <|>'), []);
  assert.deepEqual(labels('rule <|>'), []);
  assert.deepEqual(labels(inRule('configuration.volumeType == "<|>"')), []);
});

const rule = (policy: string): string => `ConfigRuleName: volumes
Source:
  Owner: CUSTOM_POLICY
  CustomPolicyDetails:
    PolicyRuntime: guard-2.x.x
    PolicyText: |
${policy.replace(/^(?=.)/gm, '      ')}`;

test('a policy inside a rule is completed and explained at its place, without what its runtime lacks', () => {
  assert.ok(labels(rule(inRule('configuration.<|>')), 'yaml').includes('encrypted'));
  assert.ok(!labels(rule(inRule('configuration.size == <|>')), 'yaml').includes('count'));
  const { text, ranges } = mark(rule(inRule('configuration.<|encrypted|> == true')));
  const [range] = ranges;
  assert.ok(range);
  const found = hover(parse(text, { format: 'yaml' }), range.start + 1, lookups);
  assert.deepEqual(found?.range, range);
  assert.match(found?.markdown ?? '', /configuration\.encrypted.*true or false.*AWS::EC2::Volume/);
});

function hoverAt(marked: string): string {
  const { text, cursors } = mark(marked);
  return hover(parse(text, { format: 'guard' }), cursors[0] ?? 0, lookups)?.markdown ?? '';
}

test('operators, words, functions, types, variables and rules are explained', () => {
  assert.match(hoverAt('a !exi<|>sts'), /finds/);
  assert.match(hoverAt('a =<|>= 1'), /equal/);
  assert.match(hoverAt('so<|>me a.b == 1'), /one value/);
  assert.match(hoverAt('let a = cou<|>nt(b)'), /Guard 3/);
  assert.match(hoverAt('rule a when resourceType == "AWS::EC2::Vol<|>ume" {\n b exists\n}'), /records it/);
  assert.match(
    hoverAt('# The cheap ones.\nlet types = ["gp3"]\na in %ty<|>pes'),
    /variable[\s\S]*let types = \["gp3"\][\s\S]*cheap/,
  );
  assert.match(hoverAt('rule a {\n b exists\n}\nrule c when <|>a {\n b exists\n}'), /\*\*a\*\* — rule/);
  assert.equal(hoverAt('# ex<|>ists'), '');
});

test('a name leads to its declaration, from inside YAML too', () => {
  const { text, ranges, cursors } = mark(rule('let <|types|> = ["gp3"]\nrule a {\n  b in %ty<|>pes\n}\n'));
  const document = parse(text, { format: 'yaml' });
  assert.deepEqual(definition(document, cursors[0] ?? 0)?.targets[0]?.selection, ranges[0]);
  assert.equal(references(document, cursors[0] ?? 0, true)?.length, 2);
});

test('a variable is renamed where it is seen, and a parameter of the same name is another', () => {
  const { text, cursors } = mark('let a<|> = 1\nrule r(a) {\n  x == %a\n}\nrule s {\n  x == %a\n  r(%a)\n}\n');
  const document = parse(text, { format: 'guard' });
  const renamed = rename(document, cursors[0] ?? 0, 'limit');
  assert.ok(renamed && 'edits' in renamed);
  assert.equal(
    edited(text, renamed.edits),
    'let limit = 1\nrule r(a) {\n  x == %a\n}\nrule s {\n  x == %limit\n  r(%limit)\n}\n',
  );
  assert.ok('refused' in (rename(document, cursors[0] ?? 0, 'no-dash') ?? {}));
});

test('the outline has variables and rules with their conditions, and a policy inside a rule is no document of its own', () => {
  const items = outline(parse(inRule('configuration.size exists'), { format: 'guard' }));
  assert.deepEqual(
    items.map(({ name, detail }) => `${name} ${detail}`),
    ['types ', 'volumes when resourceType == "AWS::EC2::Volume"', 'others when resourceType == "AWS::S3::Bucket"'],
  );
  assert.deepEqual(
    outline(parse(rule('a exists\n'), { format: 'yaml' })).map(({ name }) => name),
    ['ConfigRuleName', 'Source'],
  );
});

test('blocks, lists and runs of comments fold', () => {
  const text = '# One\n# Two\nlet a = [\n  1\n]\nrule r {\n  b {\n    c exists\n  }\n}\n';
  const lines = folds(parse(text, { format: 'guard' })).map(({ start, end, kind }) => {
    const line = (at: number): number => text.slice(0, at).split('\n').length;
    return `${line(start)}-${line(end)} ${kind}`;
  });
  assert.deepEqual(lines.sort(), ['1-2 comment', '3-5 region', '6-10 region', '7-9 region']);
});

function laidOut(text: string): string {
  const formatted = format(parse(text, { format: 'guard' }));
  assert.ok('edits' in formatted, JSON.stringify(formatted));
  return edited(text, formatted.edits);
}

test('layout indents by blocks and brackets, and lets a clause over several lines move as one', () => {
  const text = `let a = [
'x',
  'y' ]  
rule r when b exists
            c exists
{
  b {
  c exists or
    d exists
      <<
   why
>>
}
      # then
  e in r(1,2]
}

`;
  const better = `let a = [
  'x',
  'y' ]
rule r when b exists
            c exists
{
  b {
    c exists or
      d exists
        <<
   why
>>
  }
  # then
  e in r(1,2]
}
`;
  assert.equal(laidOut(text), better);
  assert.equal(laidOut(better), better);
});

test('a text that is no Guard is not laid out', () => {
  const formatted = format(parse('rule a {\n    b =\n}\n', { format: 'guard' }));
  assert.ok('declined' in formatted);
});

/** A rule whose policy stands in quotes; the cursor is in the policy. */
const quotedIn = {
  json: (policy: string): string =>
    `{"ConfigRuleName": "a", "Source": {"Owner": "CUSTOM_POLICY", "CustomPolicyDetails": {"PolicyRuntime": "guard-2.x.x", "PolicyText": ${JSON.stringify(policy)}}}}`,
  double: (policy: string): string => ofYaml(JSON.stringify(policy)),
  single: (policy: string): string => ofYaml(`'${policy.replaceAll("'", "''").replaceAll('\n', '\n\n            ')}'`),
};

function ofYaml(policy: string): string {
  return `ConfigRuleName: a\nSource:\n  Owner: CUSTOM_POLICY\n  CustomPolicyDetails:\n    PolicyRuntime: guard-2.x.x\n    PolicyText: ${policy}\n`;
}

/** The policy after an item was accepted in it. */
function accepted(marked: string, wanted: string): string {
  const { text, cursors } = mark(marked);
  const items = complete(parse(text), cursors[0] ?? 0, lookups);
  const item = items.find(({ label }) => label === wanted);
  assert.ok(item, `${wanted} is not among ${items.map(({ label }) => label)}`);
  const after = parse(accept(text, item).text);
  assert.deepEqual(after.faults, []);
  const { root } = after.parts.find(({ kind }) => kind === 'guard') ?? assert.fail('no policy');
  return root.type === 'scalar' ? root.text : '';
}

for (const [style, written] of Object.entries(quotedIn)) {
  test(`a policy between quotes is completed with the escapes that they need: ${style}`, () => {
    const policy = (body: string): string =>
      `rule a when resourceType == "AWS::EC2::Volume" {\n${body}\n}\nlet b = 'x'\n`;
    for (const [body, label, after] of [
      ['configuration.enc<|> == true', 'encrypted', 'configuration.encrypted == true'],
      ['configuration.encrypted <|> true', '==', 'configuration.encrypted == true'],
      ['awsRegion == %<|>', '%b', 'awsRegion == %b'],
    ] as const)
      assert.equal(accepted(written(policy(body)), label), policy(after));
    const typed = policy('awsRegion exists').replace('EC2::Volume', '<|>');
    assert.equal(accepted(written(typed), 'AWS::EC2::Volume'), policy('awsRegion exists'));
  });

  test(`the fixes of a policy between quotes are written as they need: ${style}`, () => {
    const policy = `let unused = "x"\nrule a when resourceType == "AWS::EC2::Volum" {\nawsRegion == 'eu-west-1'\n}\n`;
    const text = written(policy);
    const fixes = problemsOf(text, { lookups }).flatMap(({ fixes }) => fixes ?? []);
    const edits = fixes.flatMap((fix) => fix.edits).sort((a, b) => a.start - b.start);
    const after = parse(edited(text, edits)).parts.find(({ kind }) => kind === 'guard')?.root;
    assert.equal(
      after?.type === 'scalar' && after.text,
      policy.replace('Volum', 'Volume').replace('let unused = "x"\n', ''),
    );
  });
}

test('a rule is begun in a policy that is empty', () => {
  assert.match(
    accepted(quotedIn.json('<|>'), 'rule'),
    /^rule name when resourceType == "AWS::S3::Bucket" \{\n {2}\n\}$/,
  );
});
