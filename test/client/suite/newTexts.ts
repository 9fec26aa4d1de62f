import assert from 'node:assert/strict';
import { commands, env, languages, type Uri, ViewColumn, window } from 'vscode';
import { app, childrenOf, elementAt, withAccount } from '../account.ts';
import { type Answer, answering } from '../answers.ts';
import { eventually, openUntitled, until } from '../editor.ts';

/** What stands in front, once it is what is waited for: a snippet is put in after its editor is shown. */
async function frontReads(words: RegExp): Promise<{ text: string; language: string; isUntitled: boolean }> {
  const text = () => window.activeTextEditor?.document.getText() ?? '';
  assert.match(
    await eventually(
      async () => text(),
      (found) => words.test(found),
    ),
    words,
  );
  const { languageId: language, isUntitled } = window.activeTextEditor?.document ?? assert.fail();
  return { text: text(), language, isUntitled };
}

const errorsIn = (uri: Uri) => languages.getDiagnostics(uri).filter(({ severity }) => severity === 0);

describe('New Document', () => {
  const begin = (...answers: Answer[]) => answering(answers, () => commands.executeCommand('opswright.newDocument'));

  it('opens a template, unsaved, in the format of the last time first', async () => {
    const first = await begin({ pick: 'Call an API and wait' }, { pick: 'JSON' });
    assert.equal(first.asked[0]?.words, 'New Document');
    const kinds = ['Automation runbook', 'Command document', 'Session document', 'AWS Config', 'Run file'];
    for (const kind of kinds) assert.ok(first.asked[0]?.choices.includes(kind), kind);
    const json = await frontReads(/"schemaVersion": "0\.3"/);
    assert.deepEqual([json.language, json.isUntitled], ['ssm-json', true]);
    const second = await begin({ pick: 'Shell and PowerShell' }, { pick: 'YAML' });
    assert.match(second.asked[1]?.choices[0] ?? '', /^JSON/);
    assert.equal((await frontReads(/schemaVersion: "2\.2"/)).language, 'ssm-yaml');
    const third = await begin({ pick: 'Port forwarding' }, { pick: 'YAML' });
    assert.match(third.asked[1]?.choices[0] ?? '', /^YAML/);
    await frontReads(/sessionType: Port/);
  });

  it('does not ask for a format where there is one, and opens run files and rules in their languages', async () => {
    const { asked } = await begin({ pick: 'Package manifest' });
    assert.equal(asked.length, 1);
    assert.equal((await frontReads(/"packages"/)).language, 'ssm-json');
    await begin({ pick: 'Run a script on nodes' });
    assert.equal((await frontReads(/^run: AWS-RunShellScript$/m)).language, 'ssm-run');
    await begin({ pick: 'Config rule with a policy' }, { pick: 'YAML' });
    assert.equal((await frontReads(/CUSTOM_POLICY/)).language, 'yaml');
  });

  it('opens nothing for somebody who steps back', async () => {
    await begin('escape');
    await begin({ pick: 'Branch' }, 'escape');
    assert.equal(window.activeTextEditor, undefined);
  });
});

describe('New Config Rule', () => {
  const begin = (...answers: Answer[]) => answering(answers, () => commands.executeCommand('opswright.newConfigRule'));

  it('finds a managed rule by words, and writes it in each form', async () => {
    const search = { find: 'rotated access', pick: 'ACCESS_KEYS_ROTATED' };
    const pack = await begin(search, { pick: 'Conformance pack' });
    assert.match(pack.asked[0]?.choices[0] ?? '', /^ACCESS_KEYS_ROTATED — /);
    assert.deepEqual(pack.asked[1]?.words, 'ACCESS_KEYS_ROTATED');
    assert.equal((await frontReads(/SourceIdentifier: ACCESS_KEYS_ROTATED/)).language, 'yaml');
    await begin(search, { pick: 'API and CLI' });
    const { text } = await frontReads(/"SourceIdentifier": "ACCESS_KEYS_ROTATED"/);
    assert.ok(JSON.parse(text));
    // The form of the last time stands first.
    const third = await begin(search, { pick: 'CloudFormation resource' });
    assert.match(third.asked[1]?.choices[0] ?? '', /^API and CLI/);
    await frontReads(/Type: AWS::Config::ConfigRule/);
    await begin(search, { pick: 'Conformance pack' });
  });

  it('opens nothing for somebody who steps back', async () => {
    await begin('escape');
    await begin({ pick: 'ROOT_ACCOUNT_MFA_ENABLED' }, 'escape');
    assert.equal(window.activeTextEditor, undefined);
  });
});

describe('Rewrite Config Rule', () => {
  const rule = 'ConfigRuleName: root-mfa\nSource:\n  Owner: AWS\n  SourceIdentifier: ROOT_ACCOUNT_MFA_ENABLED\n';

  it('asks for the form of the rule at the cursor, and opens it beside', async () => {
    const { document } = await openUntitled('yaml', rule);
    const rewrite = (...answers: Answer[]) =>
      answering(answers, () => commands.executeCommand('opswright.rewriteConfigRule'));
    const { asked } = await rewrite({ pick: 'conformance pack entry' });
    assert.equal(asked[0]?.words, 'Rewrite Config Rule');
    assert.ok((asked[0]?.choices.length ?? 0) >= 2);
    const made = await frontReads(/^Resources:\n {2}RootMfa:\n {4}Type: AWS::Config::ConfigRule\n/);
    assert.ok(made.isUntitled);
    assert.equal(window.activeTextEditor?.viewColumn, ViewColumn.Two);
    assert.equal(document.getText(), rule);
  });

  it('says where to put the cursor when there is no rule', async () => {
    await openUntitled('yaml', 'dark: true\n');
    const { told } = await answering([], () => commands.executeCommand('opswright.rewriteConfigRule'));
    assert.deepEqual(told, ['Put the cursor on a rule or a remediation of AWS Config.']);
  });
});

describe('Open an Example', () => {
  it('opens an unsaved runbook with the fault that it is for', async () => {
    await commands.executeCommand('opswright.openExample');
    const { language, isUntitled } = await frontReads(/^schemaVersion: /m);
    assert.deepEqual([language, isUntitled], ['ssm-yaml', true]);
    const { uri } = window.activeTextEditor?.document ?? assert.fail();
    await until(languages.onDidChangeDiagnostics, () => errorsIn(uri).length > 0);
    assert.equal(errorsIn(uri).length, 1);
  });
});

describe('the page of AWS on a rule', () => {
  /** Where the browser would be sent. */
  async function opened(use: () => PromiseLike<unknown>): Promise<string[]> {
    const pages: string[] = [];
    const real = env as unknown as { openExternal: unknown };
    const { openExternal } = real;
    real.openExternal = async (uri: Uri) => pages.push(uri.toString()) > 0;
    try {
      await use();
    } finally {
      real.openExternal = openExternal;
    }
    return pages;
  }

  it('is that of its name, which is not always its identifier', () =>
    withAccount([], async ({ connection }) => {
      const { connections, trees } = await app();
      const { config } = await connections.clients(connection);
      const add = (ConfigRuleName: string, Source: { Owner: 'AWS'; SourceIdentifier: string }) =>
        config.putConfigRule({ ConfigRule: { ConfigRuleName, Source } });
      await add('no-open-ssh', { Owner: 'AWS', SourceIdentifier: 'INCOMING_SSH_DISABLED' });
      const tree = trees.of('opswright.compliance');
      const [rule] = await childrenOf(tree, await elementAt(tree, 'Config rules', 'Non-compliant'));
      const [page = ''] = await opened(() => commands.executeCommand('opswright.openRulePage', rule));
      assert.match(page, /^https:\/\/docs\.aws\.amazon\.com\/config\/latest\/developerguide\/[\w-]+\.html$/);
      assert.deepEqual(
        await opened(() => commands.executeCommand('opswright.openRulePage', { connection, rule: 'no-open-ssh' })),
        ['https://docs.aws.amazon.com/config/latest/developerguide/restricted-ssh.html'],
      );
    }));

  it('is none for a rule of one’s own', () =>
    withAccount([], async ({ connection }) => {
      const { config } = await (await app()).connections.clients(connection);
      await config.putConfigRule({
        ConfigRule: {
          ConfigRuleName: 'ours',
          Source: {
            Owner: 'CUSTOM_POLICY',
            SourceDetails: [{ EventSource: 'aws.config', MessageType: 'ConfigurationItemChangeNotification' }],
            CustomPolicyDetails: {
              PolicyRuntime: 'guard-2.x.x',
              PolicyText: 'rule ours when resourceType == "AWS::S3::Bucket" {\n  configuration.x exists\n}\n',
            },
          },
        },
      });
      const { told } = await answering([], () =>
        opened(() => commands.executeCommand('opswright.openRulePage', { connection, rule: 'ours' })),
      );
      assert.deepEqual(told, ['Opswright: ours is no managed rule: AWS has no page on it.']);
    }));
});
