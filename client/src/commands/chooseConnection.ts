/**
 * "Choose Connection": those that are open, the demo account, those of the settings, and the profiles of `~/.aws`. One that
 * is not open is opened beside the others.
 */

import { type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import { type Connection, connectionDetail, demoId, profileConnection } from '../aws/connection.ts';
import { regions } from '../aws/regions.ts';
import { configuredConnections, demoConnection, profiles } from '../aws/settings.ts';
import type { Command } from './index.ts';

interface Choice extends QuickPickItem {
  /** Undefined for one that needs a Region first. */
  connection?: Connection;
  profile?: string;
}

export const chooseConnection: Command = {
  id: 'opswright.chooseConnection',
  async run({ connections }) {
    const picked = await window.showQuickPick(choices(connections.open, connections.current), {
      title: 'Choose Connection',
      placeHolder: 'Which account, as whom?',
      matchOnDescription: true,
    });
    if (!picked) return;
    const connection = picked.connection ?? (await inRegion(picked.profile));
    if (connection) connections.choose(connection);
  },
};

async function choices(open: readonly Connection[], current: Connection | undefined): Promise<Choice[]> {
  const isOpen = new Set(open.map(({ id }) => id));
  const others = [demoConnection, ...configuredConnections()].filter(({ id }) => !isOpen.has(id));
  const found = await profiles();
  return [
    ...group(
      'open',
      open.map((each) => choice(each, each.id === current?.id ? 'current' : '')),
    ),
    ...group(
      'available',
      others.map((each) => choice(each, each.id === demoId ? 'nothing to sign in to' : '')),
    ),
    ...group(
      'profiles',
      found.map(({ name, how, region }) => ({
        label: name,
        description: [how, region ?? 'choose a Region'].join(' · '),
        profile: name,
        ...(region !== undefined && { connection: profileConnection(name, region) }),
      })),
    ),
    ...group('more', [
      { label: 'Another Region…', description: 'with a profile', profile: '' },
      { label: 'Environment', description: 'credentials of environment variables, container or instance' },
    ]),
  ];
}

function choice(connection: Connection, detail: string): Choice {
  const description = [connectionDetail(connection), detail].filter(Boolean).join(' · ');
  return { label: connection.id, description, connection };
}

function group(label: string, items: Choice[]): Choice[] {
  return items.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator }, ...items];
}

/** @param profile - '' asks for one first; undefined is the environment. */
async function inRegion(profile: string | undefined): Promise<Connection | undefined> {
  const name = profile === '' ? await pickProfile() : profile;
  if (profile === '' && name === undefined) return undefined;
  const region = await pickRegion(name ?? 'environment');
  return region === undefined ? undefined : profileConnection(name, region);
}

async function pickProfile(): Promise<string | undefined> {
  const items = (await profiles()).map(({ name, how }) => ({ label: name, description: how }));
  const picked = await window.showQuickPick(items, { title: 'Another Region', placeHolder: 'With which profile?' });
  return picked?.label;
}

/** One of the list, or any that is typed. */
function pickRegion(title: string): Promise<string | undefined> {
  const pick = window.createQuickPick();
  pick.title = title;
  pick.placeholder = 'In which Region?';
  pick.matchOnDescription = true;
  const known: QuickPickItem[] = Object.entries(regions).map(([id, name]) => ({ label: id, description: name }));
  pick.items = known;
  pick.onDidChangeValue((value) => {
    const typed = /^[a-z]{2,4}(-[a-z]+)+-\d+$/.test(value) && !(value in regions);
    pick.items = typed ? [{ label: value, description: 'as typed' }, ...known] : known;
  });
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.label);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
