/** Which account and Region is meant: by the name of a connection and a Region, each of which may be left out. */

import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import { connectionNamed } from './settings.ts';

export interface Place {
  /** Name of a connection; absent for the current one. */
  account?: string;
  /** Absent for the Region of the connection. */
  region?: string;
}

/** The connection of a place; undefined when there is none. It need not be open. */
export async function connectionAt(
  { open, current }: Pick<Connections, 'open' | 'current'>,
  { account, region }: Place,
): Promise<Connection | undefined> {
  const named =
    account === undefined ? current : (open.find(({ id }) => id === account) ?? (await connectionNamed(account)));
  if (!named || region === undefined || region === named.region) return named;
  const beside = open.find(
    (each) => each.profile === named.profile && each.kind === named.kind && each.region === region,
  );
  return beside ?? { ...named, id: `${named.id}@${region}`, region };
}
