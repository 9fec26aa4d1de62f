/**
 * "Opswright: New Config Rule": a pick of the managed rules, then of the form; the rule is opened unsaved as a snippet.
 *
 * Rules and texts come from the server; the client knows no syntax.
 */

import { type Memento, type QuickPickItem, SnippetString, window, workspace } from 'vscode';
import type { ConfigRuleForm, ManagedRuleChoice } from '../../../server/src/protocol.ts';
import { searchRules } from '../ruleSearch.ts';
import type { Command } from './index.ts';

/** Where the form of the last new rule is kept. */
const lastForm = 'newConfigRule.form';

interface RuleItem extends QuickPickItem {
  rule: ManagedRuleChoice;
}

export const newConfigRule: Command = {
  id: 'opswright.newConfigRule',
  async run({ server, memory }) {
    const rules = await server.managedRules();
    if (rules === null) throw new Error('The list of managed rules cannot be read. Install the extension again.');
    const identifier = await pickRule(rules);
    const form = identifier && (await pickForm(identifier, memory));
    const made = form && (await server.newConfigRule({ identifier, form }));
    if (!made) return;
    const document = await workspace.openTextDocument({ language: made.format });
    const editor = await window.showTextDocument(document);
    await editor.insertSnippet(new SnippetString(made.snippet));
  },
};

function pickRule(rules: readonly ManagedRuleChoice[]): Promise<string | undefined> {
  const pick = window.createQuickPick<RuleItem>();
  pick.title = 'New Config Rule';
  pick.placeholder = `What should it look at? ${rules.length} managed rules, by identifier, name or type of resource`;
  // `alwaysShow`: they are filtered here, and VS Code would filter them again.
  const show = (): void => {
    pick.items = searchRules(rules, pick.value).map((rule) => ({ ...labelled(rule), rule, alwaysShow: true }));
  };
  show();
  return new Promise((resolve) => {
    pick.onDidChangeValue(show);
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.rule.identifier);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function labelled({ identifier, name, trigger, types }: ManagedRuleChoice): { label: string; description: string } {
  const [first, ...others] = types;
  const another = name.replaceAll('-', '_').toUpperCase() === identifier ? '' : name;
  const looked = first === undefined ? 'account' : others.length === 0 ? first : `${first} and ${others.length} more`;
  return { label: identifier, description: [another, trigger, looked].filter((each) => each !== '').join(' · ') };
}

/** The one of the last time comes first. */
async function pickForm(identifier: string, memory: Memento): Promise<ConfigRuleForm | undefined> {
  const forms: (QuickPickItem & { form: ConfigRuleForm })[] = [
    { label: 'Conformance pack', description: 'YAML, with parameters of the pack', form: 'pack' },
    { label: 'CloudFormation resource', description: 'YAML, in a template', form: 'template' },
    { label: 'API and CLI', description: 'JSON, for aws configservice put-config-rule', form: 'api' },
  ];
  const last = memory.get<ConfigRuleForm>(lastForm, 'pack');
  forms.sort((a, b) => Number(b.form === last) - Number(a.form === last));
  const picked = await window.showQuickPick(forms, { title: identifier, placeHolder: 'How is it written?' });
  if (picked) await memory.update(lastForm, picked.form);
  return picked?.form;
}
