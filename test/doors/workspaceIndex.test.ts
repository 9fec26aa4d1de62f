/** The index of a workspace: which files it takes in, and which document a name means. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { parse } from '../../server/src/language/index.ts';
import { limits, workspaceFiles } from '../../server/src/workspaceFiles.ts';
import { type IndexOptions, onDiskOnly, workspaceIndex } from '../../server/src/workspaceIndex.ts';
import { foreign } from '../helpers-lsp-texts.ts';

/** A runbook with one parameter. */
const runbook = (parameter: string): string =>
  `schemaVersion: '0.3'\nparameters: { ${parameter}: { type: String } }\nmainSteps:\n- { name: a, action: aws:sleep, inputs: { Duration: PT1S } }\n`;

function folder(context: TestContext, files: Record<string, string>): string {
  const root = mkdtempSync(path.join(os.tmpdir(), 'opswright-'));
  context.after(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return root;
}

describe('the walk through a workspace', () => {
  const found = async (root: string, most = limits) => {
    const { files, cut } = await workspaceFiles(root, () => false, most);
    return { files: files.map((file) => path.relative(root, file).replaceAll(path.sep, '/')).sort(), cut };
  };

  it('takes YAML, JSON and Terraform, and leaves out what git ignores', async (context) => {
    const root = folder(context, {
      '.gitignore': 'out/\n',
      'a.yaml': '',
      'b/c.json': '',
      'b/d.tf': '',
      'b/e.txt': '',
      'out/f.yaml': '',
      'node_modules/g.yaml': '',
    });
    assert.deepEqual(await found(root), { files: ['a.yaml', 'b/c.json', 'b/d.tf'], cut: false });
    const { wanted } = await workspaceFiles(root, () => false);
    const late = ['new.yml', 'out/new.yml', 'b/node_modules/new.yml', 'new.txt'];
    assert.deepEqual(
      late.map((file) => wanted(path.join(root, file))),
      [true, false, false, false],
    );
  });

  it('ends at its limits, with what lies nearest to the root', async (context) => {
    const root = folder(context, { 'a/b/c/deep.yaml': '', 'a/one.yaml': '', 'top.yaml': '' });
    assert.deepEqual(await found(root, { ...limits, depth: 1 }), { files: ['a/one.yaml', 'top.yaml'], cut: true });
    assert.deepEqual(await found(root, { ...limits, files: 1 }), { files: ['top.yaml'], cut: true });
  });

  it('passes over a folder that is not there', async () => {
    assert.deepEqual((await workspaceFiles('/nowhere/at/all', () => false)).files, []);
  });
});

describe('a name', () => {
  const parameters = (index: ReturnType<typeof workspaceIndex>, name: string, caller?: string): string[] =>
    Object.keys(index.called(name, caller, true)?.parameters ?? {});

  it('means the document beside the caller, else the only one, else what all of them agree on', (context) => {
    const root = folder(context, {
      'a/Same.yaml': runbook('InA'),
      'b/Same.yaml': runbook('InB'),
      'c/One.runbook.yaml': runbook('One'),
      'a/Alike.yaml': runbook('Alike'),
      'b/Alike.json': JSON.stringify({
        schemaVersion: '0.3',
        parameters: { Alike: { type: 'String' } },
        mainSteps: [],
      }),
      'd/caller.yaml': foreign,
    });
    const index = workspaceIndex(onDiskOnly);
    const at = (file: string): string => path.join(root, file);
    index.add(['a/Same.yaml', 'b/Same.yaml', 'c/One.runbook.yaml', 'a/Alike.yaml', 'b/Alike.json'].map(at));
    assert.deepEqual(parameters(index, 'Same', at('b/caller.yaml')), ['InB']);
    assert.deepEqual(parameters(index, 'Same', at('d/caller.yaml')), []);
    assert.deepEqual(parameters(index, 'One', at('d/caller.yaml')), ['One']);
    assert.deepEqual(parameters(index, 'Alike', at('d/caller.yaml')), ['Alike']);
    assert.deepEqual(parameters(index, '../a/Same.yaml', at('d/caller.yaml')), ['InA']);
    assert.deepEqual(parameters(index, 'caller', at('d/other.yaml')), []);
    // To go to, both are worth offering: the nearest first.
    assert.deepEqual(
      index.find('Same', at('b/caller.yaml')).map(({ path: file }) => path.relative(root, file)),
      [path.join('b', 'Same.yaml'), path.join('a', 'Same.yaml')],
    );
    index.remove(at('c/One.runbook.yaml'));
    assert.deepEqual(parameters(index, 'One', at('d/caller.yaml')), []);
  });

  it('means the document that a template gives it, to go to', async (context) => {
    const template = {
      Resources: {
        A: {
          Type: 'AWS::SSM::Document',
          Properties: { Name: 'Carried', Content: { schemaVersion: '0.3', mainSteps: [] } },
        },
      },
    };
    const root = folder(context, { 'stack.json': JSON.stringify(template) });
    const index = workspaceIndex(onDiskOnly);
    index.add([path.join(root, 'stack.json')]);
    assert.deepEqual(
      (await index.all()).map(({ name }) => name),
      ['Carried'],
    );
    assert.equal(index.find('Carried', undefined).length, 1);
    assert.equal(index.find('stack', undefined).length, 0);
    assert.equal(index.called('Carried', undefined, true), undefined);
  });
});

describe('what is known of a file', () => {
  const known = (context: TestContext, options: Partial<IndexOptions>) => {
    const file = path.join(folder(context, { 'A.yaml': runbook('First') }), 'A.yaml');
    const index = workspaceIndex({ ...onDiskOnly, ...options });
    index.add([file]);
    const names = (): string[] =>
      index.documentsIn(file).flatMap(({ summary }) => Object.keys(summary.called?.parameters ?? {}));
    const change = (): void => {
      writeFileSync(file, runbook('Second'));
      const { atime, mtimeMs } = statSync(file);
      utimesSync(file, atime, new Date(mtimeMs + 5000));
    };
    return { file, index, names, change };
  };

  it('is read again when the file has changed', (context) => {
    const { names, change } = known(context, {});
    assert.deepEqual(names(), ['First']);
    change();
    assert.deepEqual(names(), ['Second']);
  });

  it('stays true until a change is told, where changes are told', (context) => {
    const { file, index, names, change } = known(context, { watched: () => true });
    assert.deepEqual(names(), ['First']);
    change();
    assert.deepEqual(names(), ['First']);
    index.add([file]);
    assert.deepEqual(names(), ['Second']);
  });

  it('is what is open in the editor, if it is open', (context) => {
    const document = parse(runbook('Typed'));
    const { names } = known(context, { open: () => document });
    assert.deepEqual(names(), ['Typed']);
  });

  it('is nothing for a file that is gone', (context) => {
    const { file, names } = known(context, {});
    rmSync(file);
    assert.deepEqual(names(), []);
  });
});
