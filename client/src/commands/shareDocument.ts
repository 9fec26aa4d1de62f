/** "Share": the accounts that may use a document, all in one line. Sharing with everybody is asked once more. */

import type { SSM } from '@aws-sdk/client-ssm';
import { window } from 'vscode';
import { accountsOfText } from '../documents/names.ts';
import type { Command } from './index.ts';
import type { OfDocument } from './openDocument.ts';

/** As many as one request takes. */
const most = 20;

export const shareDocument: Command = {
  id: 'opswright.shareDocument',
  async run({ connections, trees }, { connection, document: { name }, text, confirmed }: OfDocument & Answers) {
    const { ssm } = await connections.clients(connection);
    const before = await accountsOf(ssm, name);
    const typed = text ?? (await askAccounts(name, before));
    const after = typed === undefined ? undefined : accountsOfText(typed);
    if (after === undefined) return;
    if ('fault' in after) throw new Error(after.fault);
    const add = after.filter((each) => !before.includes(each));
    const remove = before.filter((each) => !after.includes(each));
    if (add.includes('all') && !confirmed && !(await confirmPublic(name))) return;
    await changeSharing(ssm, name, add, remove);
    if (add.length + remove.length > 0) await trees.of('opswright.documents').refresh();
    const who = after.length === 0 ? 'nobody' : after.includes('all') ? 'everybody' : after.join(', ');
    void window.showInformationMessage(`${name} is shared with ${who}.`);
  },
};

interface Answers {
  text?: string;
  confirmed?: boolean;
}

/** The accounts that a document is shared with; `all` for everybody. */
export async function accountsOf(ssm: SSM, name: string): Promise<string[]> {
  const all: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ssm.describeDocumentPermission({ Name: name, PermissionType: 'Share', NextToken });
    all.push(...(page.AccountIds ?? []).map((each) => (/^all$/i.test(each) ? 'all' : each)));
    ({ NextToken } = page);
  } while (NextToken);
  return all;
}

export async function changeSharing(ssm: SSM, name: string, add: readonly string[], remove: readonly string[]) {
  for (let from = 0; from < Math.max(add.length, remove.length); from += most) {
    const [adding, removing] = [add, remove].map((ids) => ids.slice(from, from + most)) as [string[], string[]];
    await ssm.modifyDocumentPermission({
      Name: name,
      PermissionType: 'Share',
      ...(adding.length > 0 && { AccountIdsToAdd: adding }),
      ...(removing.length > 0 && { AccountIdsToRemove: removing }),
    });
  }
}

function askAccounts(name: string, before: readonly string[]): Thenable<string | undefined> {
  return window.showInputBox({
    title: `Share ${name}`,
    prompt: 'Account ids, with commas between; "all" is everybody. Empty ends the sharing.',
    value: before.join(', '),
    ignoreFocusOut: true,
    validateInput: (value) => {
      const accounts = accountsOfText(value);
      return 'fault' in accounts ? accounts.fault : undefined;
    },
  });
}

async function confirmPublic(name: string): Promise<boolean> {
  const detail =
    'Every AWS account in this Region can read and run it. Make sure that nothing secret is in any version.';
  const choice = await window.showWarningMessage(`Share ${name} with everybody?`, { modal: true, detail }, 'Share');
  return choice === 'Share';
}
