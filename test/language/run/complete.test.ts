/** Completion, hover and the outline of run files: what the document, the workspace and the account have to offer. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import {
  complete,
  hover,
  type Live,
  type LiveAnswer,
  type Lookups,
  outline,
  parse,
} from '../../../server/src/language/index.ts';
import { accept } from '../../completions.ts';
import { called, mark, published, workspace } from '../../helpers.ts';
import { cutsOf, faultOf, keyOf, pick, problems, randomFrom } from '../../helpers-sound.ts';

const folder = path.resolve('test/rules/run-parameters');
const file = path.join(folder, 'case.run.yaml');
const written = { format: 'yaml', kind: 'run' } as const;

/** An account with a little of everything. */
function account({ kind, key }: Live): LiveAnswer[] {
  switch (kind) {
    case 'nodes':
      return [
        { value: 'mi-0a1b2c3d4e5f60718', label: 'printer' },
        { value: 'i-0a1b2c3d4e5f60718', label: 'web-1', detail: 'online' },
      ];
    case 'ofType':
      return key === 'AWS::EC2::Instance::Id' ? [{ value: 'i-0123456789abcdef0', label: 'db-1' }] : [];
    case 'tagKeys':
      return [{ value: 'Env' }, { value: 'aws:cloudformation:stack-name' }];
    case 'tagValues':
      return key === 'Env' ? [{ value: 'prod' }, { value: 'test' }] : [{ value: 'web' }];
    case 'documents':
      return [{ value: 'Restart-Everything', detail: 'Automation' }, { value: 'AWS-RunShellScript' }];
    case 'documentVersions':
      return [{ value: '7' }, { value: '6' }];
    case 'resourceGroups':
      return [{ value: 'web' }];
    case 'roles':
      return [{ value: 'arn:aws:iam::111122223333:role/Operator' }];
    case 'buckets':
      return [{ value: 'my-logs' }];
    case 'logGroups':
      return [{ value: '/ssm/commands' }];
    case 'connections':
      return [{ value: 'demo' }];
    case 'regions':
      return [{ value: 'eu-west-1' }];
  }
}

workspace.add([path.join(folder, 'restart.ssm.yaml')]);
const lookups: Lookups = {
  document: (name) => called(name, file),
  documentNames: (kind) => published(kind, file),
  documentPaths: () => workspace.paths(file),
  kindOf: (name) => workspace.kindOf(name, file),
  live: account,
};

function itemsAt(marked: string, known = lookups) {
  const { text, cursors } = mark(marked);
  const items = complete(parse(text, written), cursors[0] ?? text.length, known).sort((a, b) =>
    a.sort < b.sort ? -1 : 1,
  );
  return {
    labels: items.map(({ label }) => label),
    items,
    accept: (label: string) => {
      const item = items.find((each) => each.label === label);
      assert.ok(item, `${label} is not offered; there are ${items.map((each) => each.label).join(', ')}`);
      return accept(text, item).text;
    },
  };
}

test('an empty run file begins with a whole one', () => {
  assert.deepEqual(itemsAt('').labels, ['Run file']);
  assert.deepEqual(problems(itemsAt('').accept('Run file'), written, lookups), []);
  assert.equal(itemsAt('ru<|>').accept('Run file'), itemsAt('').accept('Run file'));
});

test('a document comes with the parameters and targets that it needs', () => {
  assert.equal(
    itemsAt('run: <|>').accept('AWS-RunPatchBaseline'),
    'run: AWS-RunPatchBaseline\nparameters:\n  Operation: Scan\ntargets:\n  ids:\n    - ',
  );
  assert.equal(
    itemsAt('run: <|>').accept('./restart.ssm.yaml'),
    'run: ./restart.ssm.yaml\nparameters:\n  InstanceId: \n  Service: nginx',
  );
});

test('documents of the workspace come first, then those of the account, then those of AWS', () => {
  const { labels } = itemsAt('run: <|>');
  assert.equal(labels[0], './restart.ssm.yaml');
  assert.equal(labels[1], 'Restart-Everything');
  assert.equal(labels.filter((label) => label === 'AWS-RunShellScript').length, 1);
});

test('parameters of the document are keys, with their words', () => {
  const { labels, items } = itemsAt('run: ./restart.ssm.yaml\nparameters:\n  Service: nginx\n  <|>');
  assert.ok(labels.includes('InstanceId') && !labels.includes('Service'));
  const ticket = items.find(({ label }) => label === 'Ticket')?.documentation?.() ?? '';
  assert.match(ticket, /The ticket\./);
  assert.match(ticket, /Default: `OPS-1`/);
});

test('the parameter that takes the targets is not asked for again', () => {
  const { labels } = itemsAt(
    'run: ./restart.ssm.yaml\nparameters:\n  Service: nginx\n  <|>\ntargets:\n  parameter: InstanceId\n',
  );
  assert.ok(!labels.includes('InstanceId'));
});

test('values of a parameter are those allowed, its default, and what the account has of its type', () => {
  const of = (parameter: string): string[] =>
    itemsAt(`run: ./restart.ssm.yaml\nparameters:\n  ${parameter}: <|>`).labels;
  assert.deepEqual(of('Service'), ['nginx', 'haproxy']);
  assert.deepEqual(of('Force'), ['false', 'true']);
  assert.deepEqual(of('Ticket'), ['OPS-1']);
  assert.deepEqual(of('InstanceId'), ['db-1 (i-0123456789abcdef0)']);
});

test('a node is found by its name and written as its id', () => {
  const marked = 'run: AWS-RunShellScript\ntargets:\n  ids:\n    - i-0a1b2c3d4e5f60718\n    - <|>';
  const { labels, items, accept: take } = itemsAt(marked);
  assert.deepEqual(labels, ['printer (mi-0a1b2c3d4e5f60718)'], 'one that is listed already is not offered');
  assert.match(items[0]?.filter ?? '', /printer/);
  assert.match(take('printer (mi-0a1b2c3d4e5f60718)'), / - mi-0a1b2c3d4e5f60718$/);
});

test('targets of a runbook are of the type of their parameter', () => {
  const { labels } = itemsAt('run: ./restart.ssm.yaml\ntargets:\n  parameter: InstanceId\n  ids:\n    - <|>');
  assert.deepEqual(labels, ['db-1 (i-0123456789abcdef0)']);
});

test('tags have keys and values of the account', () => {
  const keys = itemsAt('run: AWS-RunShellScript\ntargets:\n  tags:\n    <|>');
  assert.deepEqual(keys.labels, ['Env', 'aws:cloudformation:stack-name']);
  const values = itemsAt('run: AWS-RunShellScript\ntargets:\n  tags:\n    Env: [<|>]');
  assert.deepEqual(values.labels, ['prod', 'test']);
});

test('keys that the kind of the document has no use for are not offered', () => {
  const command = itemsAt('run: AWS-RunShellScript\n<|>').labels;
  assert.ok(command.includes('comment') && !command.includes('role') && !command.includes('locations'));
  const runbook = itemsAt('run: ./restart.ssm.yaml\n<|>').labels;
  assert.ok(runbook.includes('role') && !runbook.includes('comment') && !runbook.includes('timeout'));
});

test('without an account the rest is offered all the same', () => {
  const { live: _, ...offline } = lookups;
  assert.deepEqual(itemsAt('run: X\nversion: <|>', offline).labels, ['$DEFAULT', '$LATEST']);
  assert.deepEqual(itemsAt('run: X\naccount: <|>', offline).labels, []);
});

test('a hover tells of the document and of its parameters', () => {
  const { text, cursors } = mark(
    'run: ./restart<|>.ssm.yaml\nparameters:\n  Tick<|>et: OPS-2\ntargets:\n  parameter: Instance<|>Id\n',
  );
  const [document = '', parameter = '', target = ''] = cursors.map(
    (offset) => hover(parse(text, written), offset, lookups)?.markdown ?? '',
  );
  assert.match(document, /Restarts a service/);
  assert.match(parameter, /The ticket\.[\s\S]*Pattern: `\^OPS/);
  assert.match(target, /The node\./);
});

test('the outline has the keys of a run file', () => {
  const items = outline(parse('run: X\nparameters:\n  a: b\n', written));
  assert.deepEqual(
    items.map(({ name, children }) => [name, children.map((each) => each.name)]),
    [
      ['run', []],
      ['parameters', ['a']],
    ],
  );
});

test('nothing that is offered in a run file is flagged', () => {
  const random = randomFrom(3);
  const told: string[] = [];
  let accepted = 0;
  for (const name of readdirSync('test/rules').filter((each) => /^run-|^unrunnable/.test(each)))
    for (const each of readdirSync(`test/rules/${name}`).filter((found) => found.endsWith('.run.yaml'))) {
      const text = readFileSync(`test/rules/${name}/${each}`, 'utf8');
      for (const cut of cutsOf(parse(text, written))) {
        const without = text.slice(0, cut.start) + text.slice(cut.end);
        const known = new Set([text, without].flatMap((one) => problems(one, written, lookups).map(keyOf)));
        for (const item of pick(complete(parse(without, written), cut.cursor, lookups), random)) {
          accepted++;
          const fault = faultOf(item, cut.what, without, written, known, lookups);
          // What is missing still is fewer than it was.
          const still = / needs ".*not given$/;
          if (fault !== undefined && still.test(fault) && [...known].some((one) => still.test(one))) continue;
          if (fault !== undefined)
            told.push(`${name}/${each} @${cut.start} ${cut.what}: "${item.label}" gives ${fault}`);
        }
      }
    }
  assert.ok(accepted > 300, `${accepted} accepted`);
  assert.deepEqual(told, []);
});
