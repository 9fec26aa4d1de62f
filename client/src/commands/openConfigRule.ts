/** "Open Definition": a rule as it stands in the workspace, else as the account has it. */

import { commands, type SymbolInformation, SymbolKind, window } from 'vscode';
import { ruleText } from '../compliance/texts.ts';
import type { RuleSubject } from '../views/complianceRules.ts';
import type { Subject } from '../views/subject.ts';
import type { Command } from './index.ts';

export const openConfigRule: Command = {
  id: 'opswright.openConfigRule',
  async run({ texts }, { connection, rule }: Subject & RuleSubject) {
    const symbols = await commands.executeCommand<SymbolInformation[]>('vscode.executeWorkspaceSymbolProvider', rule);
    // Other extensions know symbols too, and a function may be called like a rule.
    const local = symbols?.find(({ name, kind }) => name === rule && kind === SymbolKind.File);
    if (local) await window.showTextDocument(local.location.uri, { selection: local.location.range });
    else await window.showTextDocument(await texts.open(ruleText(connection, rule)), { preview: true });
  },
};
