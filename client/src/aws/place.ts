/** Which account and Region is meant: by the name of a connection and a Region, each of which may be left out. */

import { type Connection, connectionIn } from './connection.ts';
import type { Connections } from './connections.ts';
import { connectionNamed } from './settings.ts';

export interface Place {
  /** Name of a connection; absent for the current one. */
  account?: string;
  /** Absent for the Region of the connection. */
  region?: string;
}

/** The open connection of a place; undefined when there is none. */
export function openConnectionAt(
  { open, current }: Pick<Connections, 'open' | 'current'>,
  { account, region }: Place,
): Connection | undefined {
  const named = account === undefined ? current : open.find(({ id }) => id === account);
  return named && knownIn(named, region, open);
}

/** The connection of a place, opened beside the others where it was not open; undefined when there is none. */
export async function connectionAt(connections: Connections, place: Place): Promise<Connection | undefined> {
  const { account, region } = place;
  const { current } = connections;
  const isNamed = ({ id }: Connection) => id === account;
  const named = account === undefined ? current : (connections.open.find(isNamed) ?? (await connectionNamed(account)));
  if (!named) return undefined;
  // The demo account is in one Region alone.
  const elsewhere = region === undefined || named.kind === 'demo' ? undefined : connectionIn(named, region);
  const connection = knownIn(named, region, connections.open) ?? elsewhere;
  if (connection) connections.add(connection);
  return connection;
}

/** The connection itself where it is of the Region, or the one that is open for the same account there. */
function knownIn(connection: Connection, region: string | undefined, open: readonly Connection[]) {
  if (region === undefined || region === connection.region) return connection;
  const parts = ['kind', 'profile', 'endpoint'] as const;
  return open.find((each) => each.region === region && parts.every((part) => each[part] === connection[part]));
}
