/**
 * Picks a published document to run. What was run last and the two that run a script stand first: they are what people mean
 * most often, and Amazon alone has hundreds, of which each page takes a request.
 */

import { type QuickPickItem, QuickPickItemKind } from 'vscode';
import type { Connection } from '../aws/connection.ts';
import type { App } from '../commands/index.ts';
import { pickWhileReading } from '../pickWhileReading.ts';
import type { Listing } from '../views/pages.ts';

/** As many of those that were run before. */
const mostBefore = 5;

/** Whose documents there are to pick from: one's own come first. */
const owners = [
  { owner: 'Self', words: 'mine' },
  { owner: 'Private', words: 'shared with me' },
  { owner: 'Amazon', words: 'of Amazon' },
];

/** @param platform - of the node it is for: `Windows` has its own kind of scripts. */
export async function pickDocument(
  { connections, runs }: Pick<App, 'connections' | 'runs'>,
  connection: Connection,
  platform: string | undefined,
): Promise<string | undefined> {
  const before = runs.lasts.documents(connection.id).slice(0, mostBefore);
  const scripts = ['AWS-RunShellScript', 'AWS-RunPowerShellScript'].filter((name) => !before.includes(name));
  if (platform === 'Windows') scripts.reverse();
  const known = new Set([...before, ...scripts]);

  /** @param place - which owner it is, and the token of the service; at first what is known without asking. */
  async function list(place: string | undefined): Promise<Listing<QuickPickItem>> {
    if (place === undefined)
      return { items: [...group('run before', before), ...group('scripts', scripts)], next: '0 ' };
    const [at = '', ...token] = place.split(' ');
    const { owner, words } = owners[Number(at)] ?? {};
    const NextToken = token.join(' ');
    const { ssm } = await connections.clients(connection);
    const answer = await ssm.listDocuments({
      Filters: [
        { Key: 'DocumentType', Values: ['Automation', 'Command'] },
        { Key: 'Owner', Values: [owner ?? ''] },
      ],
      MaxResults: 50,
      ...(NextToken !== '' && { NextToken }),
    });
    const found = (answer.DocumentIdentifiers ?? [])
      .filter(({ Name = '' }) => !known.has(Name))
      .map(({ Name = '', DocumentType = '' }) => ({ label: Name, description: DocumentType }));
    const items = NextToken === '' && found.length > 0 ? [separator(words ?? ''), ...found] : found;
    const after = Number(at) + 1 < owners.length ? `${Number(at) + 1} ` : undefined;
    return { items, next: answer.NextToken ? `${at} ${answer.NextToken}` : after };
  }

  const picked = await pickWhileReading({
    title: 'Run Document',
    placeHolder: `Which document of ${connection.id}? Its name, or an ARN`,
    empty: `${connection.id} has no document that can be run`,
    list,
    typed: (text, all) =>
      /^arn:aws[a-z-]*:ssm:.+:document\/./.test(text) && !all.some(({ label }) => label === text)
        ? { label: text }
        : undefined,
  });
  return picked?.label;
}

function group(words: string, names: readonly string[]): QuickPickItem[] {
  return names.length === 0 ? [] : [separator(words), ...names.map((label) => ({ label }))];
}

function separator(label: string): QuickPickItem {
  return { label, kind: QuickPickItemKind.Separator };
}
