import assert from 'node:assert/strict';
import { commands, type TextDocument, window } from 'vscode';
import type { RunKey } from '../../../client/src/runs/run.ts';
import { app, type PretendAccount, withAccount } from '../account.ts';
import { closeAll, eventually } from '../editor.ts';
import { onlineLinux } from '../running.ts';

/** Some 49,000 characters, twice what the service keeps; the line in the middle is beyond its cut. */
const long = 'seq 1 9999; echo oh dear >&2';

/** Runs a command on one node or more, and opens what it printed. */
async function printedBy(
  { connection }: PretendAccount,
  more: object,
  { nodes = 1, script = long } = {},
): Promise<{ document: TextDocument; key: RunKey; ids: string[] }> {
  const { connections } = await app();
  const { ssm } = await connections.clients(connection);
  const ids = (await onlineLinux(ssm)).slice(0, nodes);
  assert.equal(ids.length, nodes);
  const Parameters = { commands: [script] };
  const input = { DocumentName: 'AWS-RunShellScript', InstanceIds: ids, Parameters, ...more };
  const { Command } = await ssm.sendCommand(input);
  const run = { kind: 'command' as const, id: Command?.CommandId ?? '' };
  await commands.executeCommand('opswright.showRunOutput', { connection, run });
  const document = window.activeTextEditor?.document ?? assert.fail('Nothing was opened');
  await eventually(() => !/still running/.test(document.getText()));
  return { document, key: { connection, ...run }, ids };
}

const bucket = { OutputS3BucketName: 'shop-access-logs', OutputS3KeyPrefix: 'runs' };
const group = { CloudWatchOutputConfig: { CloudWatchOutputEnabled: true, CloudWatchLogGroupName: 'shop/runs' } };
const isWhole = (document: TextDocument) => /^7500$/m.test(document.getText()) && /^9999$/m.test(document.getText());

describe('the output of a command beyond what the service keeps', () => {
  it('is read from its bucket', () =>
    withAccount(['--nodes', '25'], async (account) => {
      const { document } = await printedBy(account, bucket);
      await eventually(() => isWhole(document));
      assert.match(document.getText(), /^--- standard error\noh dear$/m);
      assert.doesNotMatch(document.getText(), /truncated|no more than/i);
    }));

  it('is read from its log group', () =>
    withAccount(['--nodes', '25'], async (account) => {
      const { document } = await printedBy(account, group);
      await eventually(() => isWhole(document));
      assert.match(document.getText(), /^--- standard error\noh dear$/m);
      assert.doesNotMatch(document.getText(), /truncated|no more than/i);
    }));

  it('is said to be cut where it was kept nowhere, with the way to all of it', () =>
    withAccount(['--nodes', '25'], async (account) => {
      const { document } = await printedBy(account, {});
      await eventually(() =>
        /^\[The service keeps no more than 24,000 characters\. .*S3 bucket or a log group/m.test(document.getText()),
      );
      assert.match(document.getText(), /^4000$/m);
      assert.doesNotMatch(document.getText(), /^7500$/m);
    }));

  it('is said to be cut where its bucket has nothing or is not there', () =>
    withAccount(['--nodes', '25'], async (account) => {
      const { document } = await printedBy(account, { OutputS3BucketName: 'nobody-has-this' });
      await eventually(() =>
        /bucket nobody-has-this, which could not be read: .*does not exist/.test(document.getText()),
      );
    }));

  it('is told with the action that is missing, and read once that is allowed', () =>
    withAccount(['--nodes', '25', '--faults'], async (account) => {
      await account.goWrong({ Denied: ['s3:*'] });
      const { document, key } = await printedBy(account, bucket);
      await eventually(() => /which could not be read: .*s3:ListBucket/.test(document.getText()));
      assert.match(document.getText(), /^4000$/m);
      await account.goWrong({});
      await closeAll();
      await commands.executeCommand('opswright.showRunOutput', { connection: key.connection, run: key });
      const again = window.activeTextEditor?.document ?? assert.fail();
      await eventually(() => isWhole(again));
    }));

  it('is there as far as the list has it where more may not be read', () =>
    withAccount(['--nodes', '25', '--faults'], async (account) => {
      await account.goWrong({ Denied: ['ssm:GetCommandInvocation'] });
      const { document } = await printedBy(account, bucket);
      await eventually(() => /the rest could not be read: .*ssm:GetCommandInvocation/.test(document.getText()));
      assert.match(document.getText(), /^100$/m);
    }));

  it('is shown for one of several nodes alone', () =>
    withAccount(['--nodes', '25'], async (account) => {
      const { key, ids } = await printedBy(account, bucket, { nodes: 2 });
      const [node = '', other = ''] = ids;
      await commands.executeCommand('opswright.showRunOutput', { connection: key.connection, run: key, node });
      const document = window.activeTextEditor?.document ?? assert.fail();
      await eventually(() => isWhole(document));
      assert.ok(document.getText().includes(node) && !document.getText().includes(other));
    }));
});

describe('the log of the extension', () => {
  it('is shown by Show Output', async () => {
    await commands.executeCommand('opswright.showOutput');
    await eventually(() => window.visibleTextEditors.some(({ document }) => document.uri.scheme === 'output'));
    await commands.executeCommand('workbench.action.closePanel');
  });
});
