/** Two connections open at the same time: each is asked for what is its own, and nothing of one reaches the other. */

import assert from 'node:assert/strict';
import { commands, window } from 'vscode';
import { type Connection, connectionIn } from '../../../client/src/aws/connection.ts';
import type { RunKey } from '../../../client/src/runs/run.ts';
import { app, childrenOf, listCalls, type PretendAccount, withAccount } from '../account.ts';
import { answering } from '../answers.ts';
import { change, eventually, openNew } from '../editor.ts';
import { followed, onlineLinux } from '../running.ts';

const elsewhere = 'us-east-1';
const kind = { DocumentType: 'Automation', DocumentFormat: 'YAML' } as const;
const runbook = (words: string): string =>
  `schemaVersion: "0.3"\ndescription: ${words}\nmainSteps:\n  - name: rest\n    action: aws:sleep\n    inputs: { Duration: PT1S }\n`;

/** The same account under two names; the first is the current one. */
function withTwo(use: (account: PretendAccount, other: Connection) => Promise<void>): Promise<void> {
  return withAccount(['--nodes', '25', '--faults'], async (account) => {
    const { connections } = await app();
    try {
      await use(account, connectionIn(account.connection, elsewhere));
    } finally {
      for (const open of connections.open) if (open.id !== account.connection.id) connections.close(open);
    }
  });
}

describe('two connections', () => {
  it('are the current one and that of a run file which names another Region, opened for it', () =>
    withTwo(async ({ connection }, other) => {
      const { connections, runs } = await app();
      const [node] = await onlineLinux((await connections.clients(connection)).ssm);
      const { document } = await openNew(
        'elsewhere.run.yaml',
        `run: AWS-RunShellScript\nregion: ${elsewhere}\nparameters:\n  commands: [echo there]\ntargets:\n  ids: [${node}]\n`,
      );
      const uri = document.uri.toString();
      const key = await commands.executeCommand<RunKey>('opswright.runFile', uri, { confirmed: true });
      assert.deepEqual(key?.connection, other);
      assert.deepEqual(connections.open, [connection, other]);
      assert.equal(connections.current, connection);
      assert.equal((await followed(runs.store, key)).status, 'Success');
      // It runs again where it ran.
      const again = await commands.executeCommand<RunKey>('opswright.runAgain', uri);
      assert.deepEqual(again?.connection, other);
      await followed(runs.store, again);
    }));

  it('have nodes that no run takes together', () =>
    withTwo(async ({ connection }, other) => {
      (await app()).connections.add(other);
      const nodes = [connection, other].map((each) => ({ connection: each, nodeId: 'i-0123456789abcdef0' }));
      const { told } = await answering([], () => commands.executeCommand('opswright.runDocument', nodes[0], nodes));
      assert.match(told.join('\n'), /^Opswright: Nodes of several connections are selected/);
      assert.equal(window.activeTextEditor, undefined);
    }));

  it('are asked for the document of a run where that has run, before it is run again', () =>
    withTwo(async (account, other) => {
      const { connections, runs } = await app();
      connections.add(other);
      const { ssm } = await connections.clients(other);
      const { AutomationExecutionId: id } = await ssm.startAutomationExecution({
        DocumentName: 'AWS-StopEC2Instance',
        Parameters: { InstanceId: [(await onlineLinux(ssm))[0] ?? ''] },
      });
      const run = { kind: 'automation' as const, id: id ?? '' };
      const read: string[] = [];
      const listening = connections.onCall(({ connection: of, call }) => {
        if (call.operation === 'GetDocument') read.push(of.id);
      });
      // However long that takes: a document that stops something is asked about.
      await account.goWrong({ Latency: 2000 });
      try {
        const again = () => commands.executeCommand<RunKey>('opswright.runAgain', { connection: other, run });
        const { asked, result } = await answering(['escape'], again);
        assert.match(asked[0]?.words ?? '', /AWS-StopEC2Instance takes what it is run on out of work/);
        assert.equal(result, undefined);
        assert.deepEqual([...new Set(read)], [other.id]);
        assert.ok(runs.store.get({ connection: other, ...run }));
      } finally {
        listening.dispose();
        await account.goWrong({});
      }
    }));

  it('are read once, whichever of them is the current one', () =>
    withTwo(async ({ connection }, other) => {
      const { connections, trees } = await app();
      connections.add(other);
      await commands.executeCommand('opswright.fleet.focus');
      const tree = trees.of('opswright.fleet');
      for (const top of await childrenOf(tree)) await childrenOf(tree, top);
      const { calls, dispose } = listCalls(connections);
      let drawn = 0;
      const drawing = tree.onDidChangeTreeData?.(() => drawn++);
      connections.choose(other);
      assert.equal(connections.current?.id, other.id);
      connections.choose(connection);
      for (const top of await childrenOf(tree)) await childrenOf(tree, top);
      drawing?.dispose();
      dispose();
      // The views beside it may still be at their first lines.
      const ofFleet = calls.filter((call) => call.startsWith('DescribeInstance'));
      assert.deepEqual([ofFleet, drawn], [[], 0]);
    }));

  it('are looked at for their open runs as long as they are open themselves', () =>
    withTwo(async ({ connection }, other) => {
      const { connections, runs, trees } = await app();
      connections.add(other);
      await commands.executeCommand('opswright.runs.focus');
      const tree = trees.of('opswright.runs');
      const lines = async () => {
        const tops = await childrenOf(tree);
        return Promise.all(tops.map(async (top) => (await childrenOf(tree, top))[0] ?? assert.fail()));
      };
      for (const line of await lines()) await tree.view.reveal(line, { expand: true });
      await eventually(() => runs.store.watched >= 4);
      connections.close(other);
      connections.close(connection);
      await commands.executeCommand('opswright.fleet.focus');
      await commands.executeCommand('workbench.view.explorer');
      await commands.executeCommand('opswright.runs.focus');
      await eventually(() => tree.view.visible);
      assert.equal(runs.store.watched, 0);
    }));
});

describe('a text that is mended while its difference is shown', () => {
  it('is published as it is then', () =>
    withTwo(async ({ connection }) => {
      const { ssm } = await (await app()).connections.clients(connection);
      const editor = await openNew('mended.ssm.yaml', runbook('One.'));
      const uri = editor.document.uri.toString();
      const publish = (more: object) =>
        commands.executeCommand('opswright.publishDocument', {
          uri,
          answers: { name: 'Mended', versionName: '', ...more },
        });
      await publish({});
      await change(editor, () => runbook('Two.'));
      // In the difference itself.
      const after = () => change(window.activeTextEditor ?? assert.fail(), () => runbook('Three.'));
      const { told } = await answering([{ press: 'Publish', after }], () => publish({ makeDefault: false }));
      assert.match(told.join('\n'), /as version 2/);
      const { Content = '' } = await ssm.getDocument({ Name: 'Mended', DocumentVersion: '$LATEST' });
      assert.match(Content, /Three\./);
      assert.equal(editor.document.isDirty, false);
    }));
});

describe('the documents to run', () => {
  it('are all of them, page by page: those that run a script, then those of the account', () =>
    withTwo(async ({ connection }) => {
      const { ssm } = await (await app()).connections.clients(connection);
      const names = Array.from({ length: 51 }, (_, index) => `Many-${index}`);
      await Promise.all(names.map((Name) => ssm.createDocument({ Name, Content: runbook('One.'), ...kind })));
      const { asked } = await answering(['escape'], () => commands.executeCommand('opswright.runDocument'));
      const [{ choices } = { choices: [] as string[] }] = asked;
      for (const name of names) assert.ok(choices.includes(`${name} — Automation`), name);
      assert.deepEqual(choices.slice(0, 4), ['scripts', 'AWS-RunShellScript', 'AWS-RunPowerShellScript', 'mine']);
      assert.match(choices[4] ?? '', /^(?:Many|Shop)-/);
      assert.ok(choices.includes('AWS-RunPatchBaseline — Command'));
    }));
});
