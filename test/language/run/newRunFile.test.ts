/** From a document to a run file, from a run file to a request, and where steps stand. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  calledDocumentOf,
  isRefusal,
  type Lookups,
  newRunFile,
  parse,
  type Runnable,
  runnable,
  runRequest,
  stepPlaces,
} from '../../../server/src/language/index.ts';
import { called } from '../../helpers.ts';
import { problems } from '../../helpers-sound.ts';

const written = { format: 'yaml', kind: 'run' } as const;
const restart = readFileSync('test/rules/run-parameters/restart.ssm.yaml', 'utf8');

function asked(text: string, name: string): Runnable {
  const found = runnable(parse(text), name);
  assert.ok(!isRefusal(found), JSON.stringify(found));
  return found;
}

/** What the workspace and AWS have, and one document more. */
function lookupsWith(name: string, text: string): Lookups {
  const part = parse(text).parts[0];
  const own = part && calledDocumentOf(part);
  return { document: (each) => (each === name ? own : called(each, undefined)) };
}

const aws = (kind: string, name: string): string => readFileSync(`schemas/documents/${kind}/${name}.yaml`, 'utf8');

test('a document tells what a run of it needs', () => {
  const { kind, parameters, targets, targetParameter, destructive } = asked(restart, 'restart');
  assert.deepEqual([kind, targets, targetParameter, destructive], ['automation', 'optional', 'InstanceId', undefined]);
  assert.deepEqual(
    parameters.find(({ name }) => name === 'Ticket'),
    {
      name: 'Ticket',
      type: 'String',
      required: false,
      description: 'The ticket.',
      default: ['OPS-1'],
      pattern: '^OPS-[0-9]+$',
    },
  );
  assert.deepEqual(parameters.find(({ name }) => name === 'Wait')?.default, ['5'], 'values are texts');
});

test('a Command document tells its platforms, and that it needs targets', () => {
  const { kind, targets, platforms } = asked(aws('Command', 'AWS-RunShellScript'), 'AWS-RunShellScript');
  assert.deepEqual([kind, targets, platforms], ['command', 'required', ['Linux', 'MacOS']]);
});

test('documents that take something away say so', () => {
  assert.match(
    asked(aws('Automation', 'AWS-TerminateEC2Instance'), 'AWS-TerminateEC2Instance').destructive ?? '',
    /undone/,
  );
  assert.match(asked(aws('Command', 'AWS-RunPatchBaseline'), 'AWS-RunPatchBaseline').destructive ?? '', /reboots/);
  const own = asked(aws('Automation', 'AWS-StopEC2Instance'), 'nightly').destructive;
  assert.match(own ?? '', /^Its step ".+" stops instances\.$/);
  assert.equal(asked(aws('Command', 'AWS-RunShellScript'), 'AWS-RunShellScript').destructive, undefined);
});

test('a session is refused with the way out', () => {
  const found = runnable(parse(aws('Session', 'AWS-StartSSHSession')), 'AWS-StartSSHSession');
  assert.ok(isRefusal(found));
  assert.match(found.refused, /Session document: it is not run, but used when a session is opened/);
});

test('a new run file has what is needed as places, and the rest as comments', () => {
  const { text, snippet, fileName } = newRunFile(asked(restart, 'restart'), { run: './restart.ssm.yaml' });
  assert.equal(fileName, 'restart.run.yaml');
  assert.equal(
    text,
    [
      '# Restarts a service',
      'run: ./restart.ssm.yaml',
      'parameters:',
      '  # (AWS::EC2::Instance::Id, required) The node.',
      '  InstanceId: ',
      '  # (String, required) Name of the service.',
      '  Service: nginx',
      '  # (StringList) Hosts to tell.',
      '  # Hosts: []',
      '  # (Integer) Minutes to wait.',
      '  # Wait: 5',
      '  # (Boolean) Does not ask.',
      '  # Force: false',
      '  # (StringMap) Labels of the run.',
      '  # Labels: {}',
      '  # (String) The ticket.',
      '  # Ticket: OPS-1',
      '  # (AWS::IAM::Role::Arn) The role.',
      '  # AutomationAssumeRole: arn:aws:iam::111122223333:role/Operator',
      '# Once for each of several targets, instead of "InstanceId" above:',
      '# targets:',
      '#   tags:',
      '#     Env: [prod]',
      '#   parameter: InstanceId',
      '',
    ].join('\n'),
  );
  assert.match(snippet, /InstanceId: \$1\n/);
  const { text: shell } = newRunFile(asked(aws('Command', 'AWS-RunShellScript'), 'AWS-RunShellScript'), {
    run: 'AWS-RunShellScript',
  });
  assert.doesNotMatch(shell, /\((?:Required|Optional)\)/);
  assert.match(snippet, /Service: \$\{2\|nginx,haproxy\|\}\n/);
});

test('a new run file for a command asks for its nodes', () => {
  const document = asked(aws('Command', 'AWS-RunShellScript'), 'AWS-RunShellScript');
  const { snippet } = newRunFile(document, { run: 'AWS-RunShellScript', account: 'demo', version: '$DEFAULT' });
  assert.match(snippet, /^run: AWS-RunShellScript\nversion: \\\$DEFAULT\naccount: demo\n/m);
  assert.match(snippet, / {2}commands:\n {4}- \$1\n/);
  assert.match(snippet, /\n {2}ids:\n {4}- \$2\n/);
});

test('values of the last run are written where they were', () => {
  const script = 'set -e\nuptime\n\ndf -h\n';
  const document = asked(aws('Command', 'AWS-RunShellScript'), 'AWS-RunShellScript');
  const { text } = newRunFile(document, {
    run: 'AWS-RunShellScript',
    inputs: {
      parameters: { commands: [script, 'echo "$1: #x"'] },
      tags: { Env: ['prod', '7'] },
      concurrency: '10%',
      errors: '0',
      comment: 'Sunday',
      timeout: 600,
    },
  });
  const { request, problems: found } = runRequest(parse(text, written), {
    lookups: lookupsWith('', ''),
    nameOf: (path) => path,
  });
  assert.deepEqual(found, []);
  assert.deepEqual(request, {
    kind: 'command',
    input: {
      DocumentName: 'AWS-RunShellScript',
      Parameters: { commands: [script, 'echo "$1: #x"'] },
      Targets: [{ Key: 'tag:Env', Values: ['prod', '7'] }],
      MaxConcurrency: '10%',
      MaxErrors: '0',
      Comment: 'Sunday',
      TimeoutSeconds: 600,
    },
  });
});

test('a runbook with targets is started once for each of them', () => {
  const text = `run: ./restart.ssm.yaml
version: 3
account: demo
parameters:
  Service: nginx
  Hosts: [a, b]
  Wait: 7
  Force: true
  Labels: {team: web, level: 2}
targets:
  ids: [i-0a1b2c3d4e5f60718]
  parameter: InstanceId
concurrency: 2
role: arn:aws:iam::111122223333:role/Other
locations:
  - accounts: [111122223333]
    regions: [eu-west-1]
    role: Runner
`;
  const answer = runRequest(parse(text, written), {
    lookups: lookupsWith('./restart.ssm.yaml', restart),
    nameOf: () => 'restart',
  });
  assert.deepEqual(answer, {
    document: { name: './restart.ssm.yaml', version: '3', account: 'demo' },
    problems: [],
    request: {
      kind: 'automation',
      input: {
        DocumentName: 'restart',
        DocumentVersion: '3',
        MaxConcurrency: '2',
        Parameters: {
          AutomationAssumeRole: ['arn:aws:iam::111122223333:role/Other'],
          Service: ['nginx'],
          Hosts: ['a', 'b'],
          Wait: ['7'],
          Force: ['true'],
          Labels: ['{"team":"web","level":2}'],
        },
        Targets: [{ Key: 'ParameterValues', Values: ['i-0a1b2c3d4e5f60718'] }],
        TargetParameterName: 'InstanceId',
        TargetLocations: [{ Accounts: ['111122223333'], Regions: ['eu-west-1'], ExecutionRoleName: 'Runner' }],
      },
    },
  });
});

test('a group and the output of a command have the names of the service', () => {
  const text =
    'run: AWS-RunShellScript\nparameters: {commands: uptime}\ntargets: {group: web}\n' +
    'output: {bucket: my-logs, prefix: ssm, logGroup: /ssm/commands}\n';
  const { request } = runRequest(parse(text, written), { lookups: lookupsWith('', ''), nameOf: (path) => path });
  assert.deepEqual(request?.input, {
    DocumentName: 'AWS-RunShellScript',
    Parameters: { commands: ['uptime'] },
    Targets: [{ Key: 'resource-groups:Name', Values: ['web'] }],
    OutputS3BucketName: 'my-logs',
    OutputS3KeyPrefix: 'ssm',
    CloudWatchOutputConfig: { CloudWatchLogGroupName: '/ssm/commands', CloudWatchOutputEnabled: true },
  });
});

test('a document that nobody knows has to be fetched first, and is then checked', () => {
  const text = 'run: arn:aws:ssm:eu-west-1:111122223333:document/restart\nparameters:\n  Service: apache\n';
  const options = { lookups: {}, nameOf: (path: string) => path };
  const first = runRequest(parse(text, written), options);
  assert.deepEqual([first.unknown, first.request, first.problems], [true, undefined, []]);
  const part = parse(restart).parts[0];
  const published = part && calledDocumentOf(part);
  const second = runRequest(parse(text, written), {
    ...options,
    published: published && { ...published, published: true },
  });
  assert.deepEqual(
    second.problems.map(({ severity, message }) => `${severity} ${message}`),
    [
      'warning "restart" needs "InstanceId", which is not given',
      'warning "apache" is no value of "Service"; expected "haproxy" or "nginx"',
    ],
  );
  assert.equal(second.request?.input.DocumentName, 'arn:aws:ssm:eu-west-1:111122223333:document/restart');
});

test('a run file with an error comes to no request', () => {
  const { request, problems: found } = runRequest(parse('run: AWS-RunShellScript\ntarget: {}\n', written), {
    lookups: lookupsWith('', ''),
    nameOf: (path) => path,
  });
  assert.equal(request, undefined);
  assert.ok(found.some(({ message }) => message.includes('did you mean "targets"')));
  assert.equal(runRequest(parse('', written), { lookups: {}, nameOf: (path) => path }).problems.length, 1);
});

test('steps of a document have their places', () => {
  const places = stepPlaces(parse(restart));
  assert.deepEqual(
    places.map(({ name, action, selection }) => [name, action, restart.slice(selection.start, selection.end)]),
    [['restart', 'aws:executeAwsApi', 'restart']],
  );
});

test('a run file for each document that AWS publishes is sound but for what is still to be typed', () => {
  for (const kind of ['Automation', 'Command'])
    for (const file of readdirSync(`schemas/documents/${kind}`)) {
      const name = file.replace(/\.yaml$/, '');
      const source = aws(kind, name);
      const lookups = lookupsWith(name, source);
      const { text } = newRunFile(asked(source, name), { run: name });
      const found = problems(text, written, lookups).filter(({ rule }) => rule !== 'missing-value');
      const grave = found.filter(
        ({ severity, message }) => severity === 'error' && !/needs a value|names no target yet/.test(message),
      );
      assert.deepEqual(grave, [], `${name}\n${text}`);
      assert.deepEqual(parse(text, written).faults, [], text);
      // What is a comment is an entry once its mark is taken away.
      const [above = ''] = text.split(/^(?:targets:|# Once)/m);
      const open = above.replace(/^( {2})# (?=[\w-]+:| {2})/gm, '$1');
      assert.deepEqual(parse(open, written).faults, [], open);
    }
});
