/**
 * "Start Session with Document": a terminal by a Session document of one's choice: an interactive or a plain command, or
 * another shell. Its parameters are asked for one by one.
 */

import type { DocumentParameter } from '@aws-sdk/client-ssm';
import { window } from 'vscode';
import type { Clients } from '../aws/clients.ts';
import { type GivenNode, nodeFor } from '../sessions/nodes.ts';
import { preferencesDocument } from '../sessions/preferences.ts';
import { openShell } from '../sessions/shells.ts';
import type { Command } from './index.ts';

const title = 'Start Session with Document';
/** Those that lead to a port are no terminals. */
const ports = /^AWS-Start(PortForwarding|SSH)Session/;

export const startSessionWith: Command = {
  id: 'opswright.startSessionWith',
  async run({ connections }, given?: GivenNode) {
    const node = await nodeFor(connections, given, title);
    if (!node) return;
    const { ssm } = await connections.clients(node.connection);
    const picked = await window.showQuickPick(documents(ssm), { title, placeHolder: 'Which Session document?' });
    if (!picked) return;
    const Parameters = await askParameters(ssm, picked.label);
    if (Parameters) await openShell(connections, node, { DocumentName: picked.label, Parameters });
  },
};

async function documents(ssm: Clients['ssm']) {
  const Filters = [{ Key: 'DocumentType', Values: ['Session'] }];
  const found = [];
  let NextToken: string | undefined;
  do {
    const page = await ssm.listDocuments({ Filters, MaxResults: 50, NextToken });
    found.push(...(page.DocumentIdentifiers ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return found
    .filter(({ Name = '' }) => !ports.test(Name))
    .map(({ Name = '', Owner = '' }) => ({ label: Name, description: descriptionOf(Name, Owner) }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

function descriptionOf(name: string, owner: string): string {
  if (name === preferencesDocument) return 'the preferences of the account, as "Start Session" has them';
  return owner === 'Amazon' ? 'of Amazon' : '';
}

/** Undefined when somebody has stepped back. */
async function askParameters(ssm: Clients['ssm'], Name: string): Promise<Record<string, string[]> | undefined> {
  const { Document } = await ssm.describeDocument({ Name });
  const values: Record<string, string[]> = {};
  for (const parameter of Document?.Parameters ?? []) {
    const value = await ask(Name, parameter);
    if (value === undefined) return undefined;
    if (value !== '') values[parameter.Name ?? ''] = [value];
  }
  return values;
}

function ask(
  document: string,
  { Name = '', Description = '', DefaultValue }: DocumentParameter,
): Thenable<string | undefined> {
  return window.showInputBox({
    title: `${document}: ${Name}`,
    prompt: Description,
    value: DefaultValue ?? '',
    ignoreFocusOut: true,
    validateInput: (text) => (text === '' && DefaultValue === undefined ? `${Name} needs a value` : undefined),
  });
}
