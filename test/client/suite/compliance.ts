import assert from 'node:assert/strict';
import { commands, env, window, workspace } from 'vscode';
import { awsScheme } from '../../../client/src/awsDocuments.ts';
import { app, childrenOf, elementAt, linesOf, withAccount } from '../account.ts';
import { type Answer, answering } from '../answers.ts';
import { closeAll, eventually, file, until, write } from '../editor.ts';

const view = 'opswright.compliance';

describe('the compliance view', () => {
  it('groups rules by outcome, and names what breaks them', () =>
    withAccount([], async () => {
      const tree = (await app()).trees.of(view);
      const [bad, good, open] = await linesOf(tree, 'Config rules');
      assert.match(bad ?? '', /^Non-compliant — \d+\+? rules$/);
      assert.match(good ?? '', /^Compliant — \d+\+? rules$/);
      assert.equal(open, 'No result yet');
      const [rule] = await childrenOf(tree, await elementAt(tree, 'Config rules', 'Non-compliant'));
      assert.match(rule?.node.description ?? '', /^\d+\+? resources?$/);
      const [finding] = await childrenOf(tree, rule);
      assert.match(finding?.node.context ?? '', /^finding/);
      const parts = await childrenOf(tree, finding);
      assert.deepEqual(
        parts.map(({ node }) => node.label),
        ['Configuration', 'Rules', 'History'],
      );
      const rules = await childrenOf(tree, parts[1]);
      assert.ok(rules.some(({ node }) => node.label === rule?.node.id));
    }));

  it('offers to remediate only rules that have a remediation, and all while that may not be read', () =>
    withAccount(['--faults'], async ({ goWrong }) => {
      const tree = (await app()).trees.of(view);
      const remediable = async () => {
        const rules = await childrenOf(tree, await elementAt(tree, 'Config rules', 'Non-compliant'));
        const those = rules.filter(({ node }) => node.context?.endsWith(' remediable'));
        return { those: those.map(({ node }) => node), all: rules.length };
      };
      const { those, all } = await remediable();
      assert.ok(those.length > 0 && those.length < all);
      for (const { description } of those) assert.match(description ?? '', / · can be remediated$/);
      assert.match(String(those[0]?.tooltip), /\nCan be remediated by AWS-/);
      await goWrong({ Denied: ['config:DescribeRemediationConfigurations'] });
      await tree.refresh();
      const unknown = await remediable();
      assert.equal(unknown.those.length, unknown.all);
      assert.ok(unknown.those.every(({ description }) => !description?.includes('remediated')));
    }));

  it('tells a screen reader the line and what its icon shows', () =>
    withAccount([], async () => {
      const tree = (await app()).trees.of(view);
      const says = async (...labels: string[]) => {
        const item = await tree.getTreeItem(await elementAt(tree, ...labels));
        return item.accessibilityInformation?.label;
      };
      assert.match(
        (await says('Config rules', 'Non-compliant', 'access-keys-rotated')) ?? '',
        /^access-keys-rotated, non-compliant, \d+ resources$/,
      );
      const [node] = await childrenOf(tree, await elementAt(tree, 'Patches and associations', 'Patches'));
      assert.ok(node);
      const label = (await tree.getTreeItem(node)).accessibilityInformation?.label;
      assert.ok(label?.startsWith(`${node.node.label}, `), label);
    }));

  it('shows the configuration of a resource, and what changed in it', () =>
    withAccount([], async () => {
      const tree = (await app()).trees.of(view);
      const found = await childrenOf(tree, await elementAt(tree, 'Resources with findings'));
      assert.ok(found.length > 5);
      const instance = found.find(({ node }) => node.description?.startsWith('EC2 Instance')) ?? found[0];
      const [configuration, , history] = await childrenOf(tree, instance);
      await commands.executeCommand('opswright.showResource', configuration);
      const item = JSON.parse(window.activeTextEditor?.document.getText() ?? '');
      assert.equal(item.resourceId, instance?.node.label);
      const changes = await childrenOf(tree, history);
      assert.ok(changes.length > 0);
      await commands.executeCommand('opswright.showChange', changes[0]);
      const label = window.tabGroups.activeTabGroup.activeTab?.label ?? '';
      assert.ok(label.includes(instance?.node.label ?? '?'), label);
    }));

  it('shows a change to those who may not see who made it, with what they would need', () =>
    withAccount(['--faults'], async ({ goWrong, connection }) => {
      const { connections, trees } = await app();
      const { config } = await connections.clients(connection);
      // A change of today: CloudTrail keeps nothing of long ago.
      const tree = trees.of(view);
      await goWrong({ Denied: ['cloudtrail:LookupEvents'] });
      const found = await childrenOf(tree, await elementAt(tree, 'Resources with findings'));
      const [{ node } = assert.fail()] = found.filter((each) => each.node.description?.startsWith('S3 Bucket'));
      const { configurationItems: items = [] } = await config.getResourceConfigHistory({
        resourceType: 'AWS::S3::Bucket',
        resourceId: node.label,
      });
      const [now, before] = items.map(({ configurationItemCaptureTime: time }) => time?.getTime() ?? 0);
      const subject = { connection, type: 'AWS::S3::Bucket', id: node.label, captured: Date.now(), before };
      assert.ok(now && before);
      const { told } = await answering([], async (hears) => {
        await commands.executeCommand('opswright.showChange', subject);
        await hears(1);
      });
      const label = () => window.tabGroups.activeTabGroup.activeTab?.label ?? '';
      await until(window.tabGroups.onDidChangeTabs, () => label().includes(node.label));
      assert.match(label(), /cloudtrail:LookupEvents is needed to see who$/);
      assert.equal(told.length, 1);
      assert.match(told[0] ?? '', /Not allowed: cloudtrail:LookupEvents/);
    }));

  it('says of a resource that is not recorded, or may not be read, what there is to say', () =>
    withAccount(['--faults'], async ({ goWrong, connection }) => {
      const shown = async (id: string, messages = 0) => {
        const { told } = await answering([], async (hears) => {
          await commands.executeCommand('opswright.showResource', { connection, type: 'AWS::S3::Bucket', id });
          await hears(messages);
        });
        return [window.activeTextEditor?.document.getText() ?? '', told] as const;
      };
      const [text, nothing] = await shown('no-such-bucket');
      assert.equal(text, 'AWS Config has no configuration of this resource.\n');
      assert.deepEqual(nothing, []);
      await goWrong({ Denied: ['config:BatchGetResourceConfig'] });
      const [why, told] = await shown('shop-assets', 1);
      assert.match(why, /^Not allowed: config:BatchGetResourceConfig\n/);
      assert.equal(told.length, 1);
      assert.match(told[0] ?? '', /Not allowed: config:BatchGetResourceConfig/);
    }));

  it('opens the definition of a rule as the account has it', () =>
    withAccount([], async () => {
      const tree = (await app()).trees.of(view);
      const [rule] = await childrenOf(tree, await elementAt(tree, 'Config rules', 'Non-compliant'));
      await commands.executeCommand('opswright.openConfigRule', rule);
      const { ConfigRule } = JSON.parse(window.activeTextEditor?.document.getText() ?? '');
      assert.equal(ConfigRule.ConfigRuleName, rule?.node.id);
      assert.ok(ConfigRule.Source.SourceIdentifier);
    }));

  it('gives the names of what is selected, and what a node of Systems Manager is', () =>
    withAccount([], async () => {
      const tree = (await app()).trees.of(view);
      const [rule, other] = await childrenOf(tree, await elementAt(tree, 'Config rules', 'Non-compliant'));
      await commands.executeCommand('opswright.copyId', rule);
      assert.equal(await env.clipboard.readText(), rule?.node.id);
      await commands.executeCommand('opswright.copyId', rule, [rule, other]);
      assert.equal(await env.clipboard.readText(), `${rule?.node.id}\n${other?.node.id}`);
      const [finding] = await childrenOf(tree, rule);
      await commands.executeCommand('opswright.copyId', finding);
      assert.equal(await env.clipboard.readText(), finding?.node.label);
      const [node] = await childrenOf(tree, await elementAt(tree, 'Patches and associations', 'Patches'));
      await commands.executeCommand('opswright.copyNodeId', node);
      assert.equal(await env.clipboard.readText(), node?.node.id);
      await commands.executeCommand('opswright.showNode', node);
      const { Information } = JSON.parse(window.activeTextEditor?.document.getText() ?? '');
      assert.equal(Information.InstanceId, node?.node.id);
    }));

  it('opens the definition in the workspace, whatever its file is called, and no runbook of that name', () =>
    withAccount([], async () => {
      const tree = (await app()).trees.of(view);
      const [rule] = await childrenOf(tree, await elementAt(tree, 'Config rules', 'Non-compliant'));
      const name = rule?.node.id ?? '';
      const runbook =
        "schemaVersion: '0.3'\nmainSteps:\n  - name: wait\n    action: aws:sleep\n    inputs:\n      Duration: PT1S\n";
      const source = { Owner: 'AWS', SourceIdentifier: 'REQUIRED_TAGS' };
      const request = { ConfigRule: { ConfigRuleName: name, Source: source } };
      const names = [`${name}.ssm.yaml`, 'a-rule.json', 'again.json'];
      const { server } = await app();
      const shown = async (...answers: Answer[]) => {
        await answering(answers, () => commands.executeCommand('opswright.openConfigRule', rule));
        const { uri } = window.activeTextEditor?.document ?? assert.fail();
        return uri.scheme === 'file' ? uri.path.split('/').at(-1) : uri.scheme;
      };
      try {
        await write(names[0] ?? '', runbook);
        assert.equal(await shown(), awsScheme);
        await write('a-rule.json', `${JSON.stringify(request, undefined, 2)}\n`);
        assert.equal(await eventually(shown, (each) => each === 'a-rule.json'), 'a-rule.json');
        const { selection, document } = window.activeTextEditor ?? assert.fail();
        assert.match(document.lineAt(selection.start.line).text, /ConfigRuleName/);
        await write('again.json', `${JSON.stringify(request)}\n`);
        await eventually(
          () => server.configRules(name),
          (found) => found.length === 2,
        );
        assert.equal(await shown({ pick: 'again.json' }), 'again.json');
        await closeAll();
      } finally {
        const all = await workspace.fs.readDirectory(file('.'));
        for (const [each] of all) if (names.includes(each)) await workspace.fs.delete(file(each));
      }
    }));

  it('sums up patches and associations of the nodes', () =>
    withAccount([], async () => {
      const tree = (await app()).trees.of(view);
      const types = await childrenOf(tree, await elementAt(tree, 'Patches and associations'));
      const patch = types.find(({ node }) => node.label === 'Patches');
      assert.match(patch?.node.description ?? '', /^\d+ of \d+ nodes non-compliant$/);
      const [node] = await childrenOf(tree, patch);
      assert.match(node?.node.label ?? '', /^(prod|staging|dev|store)-/);
      assert.match(node?.node.description ?? '', /^\d+ patch(es)?( · \w+)? · m?i-0[0-9a-f]{16}$/);
      assert.ok((await childrenOf(tree, node)).length > 0);
    }));

  it('shows nodes by their ids to those who may not read their names', () =>
    withAccount(['--faults'], async ({ goWrong }) => {
      const tree = (await app()).trees.of(view);
      await goWrong({ Denied: ['ssm:DescribeInstanceProperties', 'ssm:DescribeInstanceInformation'] });
      const lines = await linesOf(tree, 'Patches and associations', 'Patches');
      assert.ok(lines.length > 5 && lines.every((line) => /^m?i-0[0-9a-f]{16} — \d+ patch(es)?/.test(line)), lines[0]);
    }));

  it('shows a conformance pack by rule', () =>
    withAccount([], async () => {
      const tree = (await app()).trees.of(view);
      const [pack] = await childrenOf(tree, await elementAt(tree, 'Conformance packs'));
      assert.ok(pack);
      assert.ok((await childrenOf(tree, pack)).length > 1);
    }));

  it('lists conformance packs to those who may not sum them up', () =>
    withAccount(['--faults'], async ({ goWrong }) => {
      const tree = (await app()).trees.of(view);
      const [before] = await linesOf(tree, 'Conformance packs');
      assert.match(before ?? '', / — (Non-c|C)ompliant$/);
      await goWrong({ Denied: ['config:GetConformancePackComplianceSummary'] });
      await tree.refresh();
      assert.deepEqual(await linesOf(tree, 'Conformance packs'), [before?.split(' — ')[0]]);
      const [pack] = await childrenOf(tree, await elementAt(tree, 'Conformance packs'));
      assert.ok((await childrenOf(tree, pack)).length > 1);
    }));
});
