import assert from 'node:assert/strict';
import { commands, window } from 'vscode';
import { app, childrenOf, elementAt, linesOf, withAccount } from '../account.ts';
import { closeAll } from '../editor.ts';

const view = 'opswright.compliance';

describe('the compliance view', () => {
  afterEach(closeAll);

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
      assert.ok(rules.some(({ node }) => node.label === rule?.node.label));
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

  it('opens the definition of a rule as the account has it', () =>
    withAccount([], async () => {
      const tree = (await app()).trees.of(view);
      const [rule] = await childrenOf(tree, await elementAt(tree, 'Config rules', 'Non-compliant'));
      await commands.executeCommand('opswright.openConfigRule', rule);
      const { ConfigRule } = JSON.parse(window.activeTextEditor?.document.getText() ?? '');
      assert.equal(ConfigRule.ConfigRuleName, rule?.node.label);
      assert.ok(ConfigRule.Source.SourceIdentifier);
    }));

  it('remediates a finding, which is none afterwards', () =>
    withAccount([], async () => {
      const { trees } = await app();
      const tree = trees.of(view);
      for (const rule of await childrenOf(tree, await elementAt(tree, 'Config rules', 'Non-compliant'))) {
        const findings = await childrenOf(tree, rule);
        const finding = findings.find(({ node }) => node.context === 'finding remediable');
        if (!finding) continue;
        await commands.executeCommand('opswright.remediate', finding, undefined, true);
        await tree.refresh();
        const after = await linesOf(tree, 'Config rules', 'Non-compliant', rule.node.label).catch(() => []);
        assert.ok(!after.some((line) => line.startsWith(finding.node.label)), after.join('\n'));
        return;
      }
      assert.fail('The account has no finding that can be remediated');
    }));

  it('evaluates a rule when asked', () =>
    withAccount([], async ({ connection }) => {
      const { connections, trees } = await app();
      const tree = trees.of(view);
      const [rule] = await childrenOf(tree, await elementAt(tree, 'Config rules', 'Compliant'));
      const last = async () => {
        const { config } = await connections.clients(connection);
        const { ConfigRulesEvaluationStatus: [status] = [] } = await config.describeConfigRuleEvaluationStatus({
          ConfigRuleNames: [rule?.node.label ?? ''],
        });
        return status?.LastSuccessfulEvaluationTime?.getTime() ?? 0;
      };
      const before = await last();
      await commands.executeCommand('opswright.evaluateRule', rule);
      assert.ok((await last()) > before);
    }));

  it('sums up patches and associations of the nodes', () =>
    withAccount([], async () => {
      const tree = (await app()).trees.of(view);
      const types = await childrenOf(tree, await elementAt(tree, 'Systems Manager'));
      const patch = types.find(({ node }) => node.label === 'Patch');
      assert.match(patch?.node.description ?? '', /^\d+ of \d+ non-compliant$/);
      const [node] = await childrenOf(tree, patch);
      assert.match(node?.node.label ?? '', /^m?i-/);
      assert.ok((await childrenOf(tree, node)).length > 0);
    }));

  it('shows a conformance pack by rule', () =>
    withAccount([], async () => {
      const tree = (await app()).trees.of(view);
      const [pack] = await childrenOf(tree, await elementAt(tree, 'Conformance packs'));
      assert.ok(pack);
      assert.ok((await childrenOf(tree, pack)).length > 1);
    }));
});
