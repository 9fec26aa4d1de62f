/** Parameter Store through the real SDK. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DeleteParameterCommand,
  DeleteParametersCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  LabelParameterVersionCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  paginateGetParametersByPath,
  type SSMClient,
  UnlabelParameterVersionCommand,
} from '@aws-sdk/client-ssm';
import { withSandbox } from '../helpers-sandbox.ts';

const put = (ssm: SSMClient, input: Partial<PutParameterCommandInput> & { Name: string }) =>
  ssm.send(new PutParameterCommand({ Value: 'one', Type: 'String', ...input }));

const refused = (name: string) => (error: Error) => {
  assert.equal(error.name, name);
  return true;
};

test('a parameter has versions, which labels name', () =>
  withSandbox(async ({ ssm }) => {
    const Name = '/app/port';
    await put(ssm, { Name, Value: '80' });
    const second = await put(ssm, { Name, Value: '8080', Overwrite: true });
    assert.equal(second.Version, 2);
    const labelled = await ssm.send(
      new LabelParameterVersionCommand({ Name, ParameterVersion: 1, Labels: ['old', '1st'] }),
    );
    assert.deepEqual(labelled.InvalidLabels, ['1st']);
    const value = async (name: string) => (await ssm.send(new GetParameterCommand({ Name: name }))).Parameter?.Value;
    assert.equal(await value(Name), '8080');
    assert.equal(await value(`${Name}:1`), '80');
    assert.equal(await value(`${Name}:old`), '80');
    assert.equal(await value(`arn:aws:ssm:eu-west-1:123456789012:parameter${Name}`), '8080');
    await ssm.send(new LabelParameterVersionCommand({ Name, Labels: ['old'] }));
    assert.equal(await value(`${Name}:old`), '8080');
    const history = await ssm.send(new GetParameterHistoryCommand({ Name }));
    assert.deepEqual(
      history.Parameters?.map(({ Value, Labels }) => [Value, Labels]),
      [
        ['80', []],
        ['8080', ['old']],
      ],
    );
    const gone = await ssm.send(
      new UnlabelParameterVersionCommand({ Name, ParameterVersion: 2, Labels: ['old', 'never'] }),
    );
    assert.deepEqual([gone.RemovedLabels, gone.InvalidLabels], [['old'], ['never']]);
    await assert.rejects(value(`${Name}:old`), refused('ParameterVersionNotFound'));
  }));

test('a secure value is told only when it is to be decrypted', () =>
  withSandbox(async ({ ssm }) => {
    const Names = ['/prod/db/password', '/prod/nowhere'];
    const closed = await ssm.send(new GetParametersCommand({ Names }));
    assert.deepEqual(closed.InvalidParameters, ['/prod/nowhere']);
    assert.notEqual(closed.Parameters?.[0]?.Value, 'not-a-real-password');
    const open = await ssm.send(new GetParametersCommand({ Names, WithDecryption: true }));
    assert.equal(open.Parameters?.[0]?.Value, 'not-a-real-password');
  }));

test('parameters are listed below a path, page by page', () =>
  withSandbox(async ({ ssm }) => {
    for (let index = 0; index < 12; index++) await put(ssm, { Name: `/many/each${index}` });
    await put(ssm, { Name: '/many/deep/one' });
    const names = async (Recursive: boolean) => {
      const found: string[] = [];
      for await (const page of paginateGetParametersByPath({ client: ssm, pageSize: 5 }, { Path: '/many', Recursive }))
        found.push(...(page.Parameters ?? []).map(({ Name }) => Name ?? ''));
      return found;
    };
    assert.equal((await names(false)).length, 12);
    assert.ok((await names(true)).includes('/many/deep/one'));
    await assert.rejects(ssm.send(new GetParametersByPathCommand({ Path: 'many' })), refused('ValidationException'));
  }));

test('parameters are described by filters', () =>
  withSandbox(async ({ ssm }) => {
    await put(ssm, { Name: 'tagged', Tags: [{ Key: 'Team', Value: 'blue' }] });
    const names = async (Key: string, Option: string | undefined, ...Values: string[]) => {
      const { Parameters = [] } = await ssm.send(
        new DescribeParametersCommand({ ParameterFilters: [{ Key, Option, Values }] }),
      );
      return Parameters.map(({ Name }) => Name);
    };
    assert.deepEqual(await names('Type', undefined, 'SecureString'), ['/prod/db/password']);
    assert.deepEqual(await names('tag:Team', undefined, 'blue'), ['tagged']);
    assert.deepEqual(await names('Path', 'Recursive', '/staging'), ['/staging/web/version']);
    assert.deepEqual(await names('Name', 'Contains', 'golden'), ['golden-image']);
    await assert.rejects(names('Colour', undefined, 'red'), refused('InvalidFilterKey'));
    await assert.rejects(names('Name', 'Sounds', 'red'), refused('InvalidFilterOption'));
  }));

test('what the service would not store is refused', () =>
  withSandbox(async ({ ssm }) => {
    const cases: [Partial<PutParameterCommandInput> & { Name: string }, string][] = [
      [{ Name: '/demo/greeting' }, 'ParameterAlreadyExists'],
      [{ Name: '/demo/greeting', Overwrite: true, Type: 'StringList' }, 'HierarchyTypeMismatchException'],
      [{ Name: 'untyped', Type: undefined }, 'ValidationException'],
      [{ Name: 'aws-mine' }, 'ValidationException'],
      [{ Name: 'a/b' }, 'ValidationException'],
      [{ Name: '/1'.repeat(16) }, 'HierarchyLevelLimitExceededException'],
      [{ Name: 'big', Value: 'x'.repeat(4097) }, 'ValidationException'],
      [{ Name: 'digits', AllowedPattern: '^\\d+$' }, 'ParameterPatternMismatchException'],
      [{ Name: 'digits', AllowedPattern: '(' }, 'InvalidAllowedPatternException'],
    ];
    for (const [input, name] of cases) await assert.rejects(put(ssm, input), refused(name));
    await put(ssm, { Name: 'big', Value: 'x'.repeat(4097), Tier: 'Advanced' });
  }));

test('the hundredth version goes, unless a label holds it', () =>
  withSandbox(async ({ ssm }) => {
    const Name = 'counter';
    await put(ssm, { Name });
    for (let index = 0; index < 100; index++) await put(ssm, { Name, Value: String(index), Overwrite: true });
    await assert.rejects(ssm.send(new GetParameterCommand({ Name: `${Name}:1` })), refused('ParameterVersionNotFound'));
    await ssm.send(new LabelParameterVersionCommand({ Name, ParameterVersion: 2, Labels: ['kept'] }));
    await assert.rejects(put(ssm, { Name, Overwrite: true }), refused('ParameterMaxVersionLimitExceeded'));
    const Labels = Array.from({ length: 10 }, (_, index) => `label${index}`);
    await assert.rejects(
      ssm.send(new LabelParameterVersionCommand({ Name, ParameterVersion: 2, Labels })),
      refused('ParameterVersionLabelLimitExceeded'),
    );
  }));

test('parameters are deleted, one or several', () =>
  withSandbox(async ({ ssm }) => {
    await ssm.send(new DeleteParameterCommand({ Name: '/demo/greeting' }));
    await assert.rejects(
      ssm.send(new DeleteParameterCommand({ Name: '/demo/greeting' })),
      refused('ParameterNotFound'),
    );
    const gone = await ssm.send(new DeleteParametersCommand({ Names: ['golden-image', 'nothing'] }));
    assert.deepEqual([gone.DeletedParameters, gone.InvalidParameters], [['golden-image'], ['nothing']]);
  }));
