/**
 * "Start Session with Document": a terminal by a Session document of one's choice: an interactive or a plain command, or
 * another shell. Its parameters are asked for where they have no default, and else offered.
 */

import type { DocumentParameter } from '@aws-sdk/client-ssm';
import { type QuickPickItem, window } from 'vscode';
import type { Clients } from '../aws/clients.ts';
import type { Connection } from '../aws/connection.ts';
import type { Connections } from '../aws/connections.ts';
import { pickWhileReading } from '../pickWhileReading.ts';
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
    const picked = await pickDocument(connections, node.connection);
    if (!picked) return;
    const { ssm } = await connections.clients(node.connection);
    const Parameters = await askParameters(ssm, picked.label);
    if (Parameters) await openShell(connections, node, { DocumentName: picked.label, Parameters });
  },
};

function pickDocument(connections: Connections, connection: Connection): Promise<QuickPickItem | undefined> {
  return pickWhileReading({
    title,
    placeHolder: 'Which Session document?',
    empty: `${connection.id} has no Session document`,
    compare: (one, other) => one.label.localeCompare(other.label),
    async list(NextToken) {
      const { ssm } = await connections.clients(connection);
      const Filters = [{ Key: 'DocumentType', Values: ['Session'] }];
      const answer = await ssm.listDocuments({ Filters, MaxResults: 50, NextToken });
      const items = answer.DocumentIdentifiers?.filter(({ Name = '' }) => !ports.test(Name)).map(
        ({ Name = '', Owner = '' }) => ({ label: Name, description: descriptionOf(Name, Owner) }),
      );
      return { items, next: answer.NextToken };
    },
  });
}

function descriptionOf(name: string, owner: string): string {
  if (name === preferencesDocument) return 'the preferences of the account, as "Start Session" has them';
  return owner === 'Amazon' ? 'of Amazon' : '';
}

/** What needs a value is asked for, one by one; the rest is offered. Undefined when somebody has stepped back. */
async function askParameters(ssm: Clients['ssm'], Name: string): Promise<Record<string, string[]> | undefined> {
  const { Document } = await ssm.describeDocument({ Name });
  const parameters = Document?.Parameters ?? [];
  const values = new Map<string, string>();
  for (const parameter of parameters.filter(({ DefaultValue }) => DefaultValue === undefined)) {
    const value = await ask(Name, parameter);
    if (value === undefined) return undefined;
    values.set(parameter.Name ?? '', value);
  }
  const rest = parameters.filter(({ DefaultValue }) => DefaultValue !== undefined);
  if (!(await offer(Name, rest, values))) return undefined;
  return Object.fromEntries([...values].map(([name, value]) => [name, [value]]));
}

interface Choice extends QuickPickItem {
  /** Absent for the line that starts the session. */
  parameter?: DocumentParameter;
}

/** Lets somebody change what has a default, until the session is to start. False when somebody has stepped back. */
async function offer(document: string, rest: DocumentParameter[], values: Map<string, string>): Promise<boolean> {
  while (rest.length > 0) {
    const items: Choice[] = rest.map((parameter) => {
      const { Name = '', Description = '', DefaultValue = '' } = parameter;
      return { label: Name, description: values.get(Name) ?? DefaultValue, detail: Description, parameter };
    });
    const start: Choice = { label: '$(play) Start the session', description: 'with these values' };
    const picked = await window.showQuickPick([start, ...items], { title: document, ignoreFocusOut: true });
    if (picked === undefined) return false;
    if (picked.parameter === undefined) return true;
    const value = await ask(document, { ...picked.parameter, DefaultValue: picked.description ?? '' });
    if (value !== undefined) values.set(picked.label, value);
  }
  return true;
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
