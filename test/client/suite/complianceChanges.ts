import assert from 'node:assert/strict';
import type { ConfigService } from '@aws-sdk/client-config-service';
import { commands } from 'vscode';
import type { Element, Tree } from '../../../client/src/views/tree.ts';
import { app, childrenOf, elementAt, listCalls, type PretendAccount, withAccount } from '../account.ts';
import { type Answer, answering, type Conversation } from '../answers.ts';

interface Place extends PretendAccount {
  tree: Tree;
  config: ConfigService;
}

function withCompliance(use: (place: Place) => Promise<void>, ...more: string[]): Promise<void> {
  return withAccount(['--faults', ...more], async (account) => {
    const { connections, trees } = await app();
    const { config } = await connections.clients(account.connection);
    await use({ ...account, tree: trees.of('opswright.compliance'), config });
  });
}

/** What a minute of the service is then. */
const sixSeconds = ['--pace', '0.1'];

function run(answers: Answer[], command: string, ...given: unknown[]): Promise<Conversation<unknown>> {
  return answering(answers, () => commands.executeCommand(command, ...given));
}

async function lastEvaluation(config: ConfigService, rule: string): Promise<number> {
  const { ConfigRulesEvaluationStatus: [status] = [] } = await config.describeConfigRuleEvaluationStatus({
    ConfigRuleNames: [rule],
  });
  return status?.LastSuccessfulEvaluationTime?.getTime() ?? 0;
}

/** The first rule that can be remediated, with its findings; `apart` for another one than that. */
async function remediable(tree: Tree, apart?: string): Promise<{ rule: Element; findings: Element[] }> {
  for (const rule of await childrenOf(tree, await elementAt(tree, 'Config rules', 'Non-compliant'))) {
    const findings = await childrenOf(tree, rule);
    if (findings[0]?.node.context === 'finding remediable' && rule.node.id !== apart) return { rule, findings };
  }
  return assert.fail('The account has no finding that can be remediated');
}

async function resourcesBreaking(config: ConfigService, rule: string): Promise<(string | undefined)[]> {
  const { EvaluationResults = [] } = await config.getComplianceDetailsByConfigRule({
    ConfigRuleName: rule,
    ComplianceTypes: ['NON_COMPLIANT'],
  });
  return EvaluationResults.map((each) => each.EvaluationResultIdentifier?.EvaluationResultQualifier?.ResourceId);
}

describe('an evaluation', () => {
  it('of a rule is waited for, and one more within a minute is refused in words', () =>
    withCompliance(async ({ tree, config }) => {
      const [rule] = await childrenOf(tree, await elementAt(tree, 'Config rules', 'Compliant'));
      const before = await lastEvaluation(config, rule?.node.id ?? '');
      assert.deepEqual((await run([], 'opswright.evaluateRule', rule)).told, []);
      assert.ok((await lastEvaluation(config, rule?.node.id ?? '')) > before);
      const { calls, dispose } = listCalls((await app()).connections);
      const { told, offered } = await run([], 'opswright.evaluateRule', rule);
      dispose();
      assert.deepEqual(calls, ['DescribeConfigRuleEvaluationStatus', 'StartConfigRulesEvaluation']);
      assert.equal(told.length, 1);
      assert.match(told[0] ?? '', /was asked to less than a minute ago\.$/);
      assert.deepEqual(offered, [['Wait and Evaluate']]);
    }));

  it('that comes too early waits for its time, when somebody wants that', () =>
    withCompliance(
      async ({ tree, config }) => {
        const [rule] = await childrenOf(tree, await elementAt(tree, 'Config rules', 'Compliant'));
        await run([], 'opswright.evaluateRule', rule);
        const before = await lastEvaluation(config, rule?.node.id ?? '');
        const { told } = await run([{ press: 'Wait and Evaluate' }], 'opswright.evaluateRule', rule);
        assert.deepEqual(told, []);
        assert.ok((await lastEvaluation(config, rule?.node.id ?? '')) > before);
      },
      ...sixSeconds,
    ));

  it('of several rules is one request, and of more than fit none', () =>
    withCompliance(async ({ tree, connection, config }) => {
      const { connections } = await app();
      const rules = (await childrenOf(tree, await elementAt(tree, 'Config rules', 'Compliant'))).slice(0, 3);
      const { calls, dispose } = listCalls(connections);
      await run([], 'opswright.evaluateRule', rules[0], rules);
      assert.equal(calls.filter((call) => call === 'StartConfigRulesEvaluation').length, 1);
      for (const { node } of rules) assert.ok(Date.now() - (await lastEvaluation(config, node.id ?? '')) < 60_000);
      const many = Array.from({ length: 26 }, (_, at) => ({ connection, rule: `rule-${at}` }));
      calls.length = 0;
      const { told } = await run([], 'opswright.evaluateRule', many[0], many);
      assert.match(told[0] ?? '', /evaluates 25 rules at once, and 26 are selected/);
      assert.deepEqual(calls, []);
      dispose();
    }));

  it('goes on when its questions are not answered for a while', () =>
    withCompliance(async ({ tree, config, goWrong }) => {
      const { connections } = await app();
      const [rule] = await childrenOf(tree, await elementAt(tree, 'Config rules', 'Compliant'));
      const before = await lastEvaluation(config, rule?.node.id ?? '');
      const isStarted = new Promise<void>((resolve) => {
        const listening = connections.onCall(({ call }) => {
          if (call.operation !== 'StartConfigRulesEvaluation') return;
          listening.dispose();
          resolve();
        });
      });
      const { told } = await answering([], async (hears) => {
        const evaluating = commands.executeCommand('opswright.evaluateRule', rule);
        await isStarted;
        await goWrong({ Expired: true });
        await hears(1);
        await goWrong({});
        await evaluating;
      });
      // The fault is told once, by the connection; the evaluation itself has come to its end.
      assert.equal(told.length, 1);
      assert.match(told[0] ?? '', /Signed out/);
      assert.ok((await lastEvaluation(config, rule?.node.id ?? '')) > before);
    }));

  it('that is not allowed is given up at once, with the action that is needed', () =>
    withCompliance(async ({ tree, goWrong }) => {
      const [rule] = await childrenOf(tree, await elementAt(tree, 'Config rules', 'Compliant'));
      await goWrong({ Denied: ['config:StartConfigRulesEvaluation'] });
      const { told } = await run([], 'opswright.evaluateRule', rule);
      assert.equal(told.length, 1);
      assert.match(told[0] ?? '', /Not allowed: config:StartConfigRulesEvaluation/);
    }));
});

describe('a remediation', () => {
  it('shows what it will run on what, and nothing happens to who turns away', () =>
    withCompliance(async ({ tree, config }) => {
      const { connections } = await app();
      const { rule, findings } = await remediable(tree);
      const before = await resourcesBreaking(config, rule.node.id ?? '');
      const { calls, dispose } = listCalls(connections);
      const { told, asked } = await run(['escape'], 'opswright.remediate', findings[0]);
      dispose();
      assert.deepEqual(told, []);
      const [{ words, choices } = assert.fail()] = asked;
      assert.deepEqual(choices, ['Remediate']);
      assert.match(words, /^Remediate 1 resource in pretend-\d+@eu-west-1\?/);
      assert.ok(words.includes(`• ${findings[0]?.node.label}`));
      assert.match(words, /runs on 1 resource that breaks .*:\n.*\n\nIts parameters:\n\w+: /s);
      assert.deepEqual(calls, ['DescribeRemediationConfigurations']);
      assert.deepEqual(await resourcesBreaking(config, rule.node.id ?? ''), before);
    }));

  it('of one finding leaves the others', () =>
    withCompliance(async ({ tree, config }) => {
      const { rule, findings } = await remediable(tree);
      const [finding] = findings;
      const { told } = await run([{ press: 'Remediate' }], 'opswright.remediate', finding);
      assert.match(told.at(-1) ?? '', /: the resource was remediated\.$/);
      const left = await resourcesBreaking(config, rule.node.id ?? '');
      assert.ok(!left.includes(finding?.node.label));
      assert.equal(left.length, findings.length - 1);
    }));

  it('of a rule mends all that it has found', () =>
    withCompliance(async ({ tree, config }) => {
      const { rule, findings } = await remediable(tree);
      const { asked } = await run([{ press: 'Remediate' }], 'opswright.remediate', rule);
      assert.match(
        asked[0]?.words ?? '',
        new RegExp(`^Remediate ${findings.length === 1 ? '1 resource' : findings.length}`),
      );
      assert.deepEqual(await resourcesBreaking(config, rule.node.id ?? ''), []);
      // There is nothing left to do.
      const again = await run([], 'opswright.remediate', rule);
      assert.match(again.told[0] ?? '', /Nothing breaks the rule .* now/);
    }));

  it('of findings of several rules, or of a rule that has none, is refused in words', () =>
    withCompliance(async ({ tree, connection }) => {
      const one = await remediable(tree);
      const other = await remediable(tree, one.rule.node.id);
      const both = [one.findings[0], other.findings[0]];
      const { told } = await run([], 'opswright.remediate', both[0], both);
      assert.match(told[0] ?? '', /Several rules are selected.*Select findings of one rule/);
      const none = { connection, rule: 'required-tags' };
      assert.match(
        (await run([], 'opswright.remediate', none)).told[0] ?? '',
        /The rule required-tags has no remediation/,
      );
    }));

  it('that is not allowed names the action, and the view stays', () =>
    withCompliance(async ({ tree, goWrong }) => {
      const { findings } = await remediable(tree);
      await goWrong({ Denied: ['config:StartRemediationExecution'] });
      const { told } = await run([{ press: 'Remediate' }], 'opswright.remediate', findings[0]);
      assert.equal(told.length, 1);
      assert.match(told[0] ?? '', /Not allowed: config:StartRemediationExecution/);
      assert.ok((await remediable(tree)).findings.length > 0);
    }));
});
