/**
 * "Opswright: Rewrite Config Rule": the rule or remediation at the cursor in another form, opened unsaved beside the text it
 * comes from. A code action says which form; from the palette it is picked.
 */

import { type Position, type QuickPickItem, ViewColumn, window, workspace } from 'vscode';
import { type ConfigFormChoice, rewriteConfigRuleCommand } from '../../../server/src/protocol.ts';
import type { Command } from './index.ts';

export const rewriteConfigRule: Command = {
  id: rewriteConfigRuleCommand,
  async run({ server }, uri?: string, position?: Pick<Position, 'line' | 'character'>, form?: string) {
    const editor = window.activeTextEditor;
    const place = position ?? editor?.selection.active;
    const from = uri ?? editor?.document.uri.toString();
    const choices =
      place && from !== undefined ? await server.configForms({ textDocument: { uri: from }, position: place }) : null;
    if (choices === null || choices.length === 0) {
      void window.showInformationMessage('Put the cursor on a rule or a remediation of AWS Config.');
      return;
    }
    const choice = form === undefined ? await pickForm(choices) : choices.find((each) => each.form === form);
    if (choice) await openBeside(choice);
  },
};

async function pickForm(choices: readonly ConfigFormChoice[]): Promise<ConfigFormChoice | undefined> {
  const items = choices.map((choice): QuickPickItem & { choice: ConfigFormChoice } => {
    const { title, refused, lost } = choice;
    const detail = refused === undefined ? lost : `$(circle-slash) Not possible: ${refused}.`;
    return { label: title, choice, ...(detail !== undefined && { detail }) };
  });
  return (await window.showQuickPick(items, { title: 'Rewrite Config Rule', placeHolder: 'How is it to be written?' }))
    ?.choice;
}

async function openBeside({ text, format, lost, refused }: ConfigFormChoice): Promise<void> {
  if (text === undefined) {
    void window.showWarningMessage(`Not rewritten: ${refused}.`);
    return;
  }
  const document = await workspace.openTextDocument({ language: format ?? 'yaml', content: text });
  await window.showTextDocument(document, { viewColumn: ViewColumn.Beside });
  if (lost !== undefined) void window.showInformationMessage(lost);
}
