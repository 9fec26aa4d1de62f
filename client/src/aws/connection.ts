/**
 * A connection: which account is talked to, where, and as whom. Plain data, kept between windows; what is secret is not
 * in it.
 */

export interface Connection {
  /** Names it in settings, run files and menus; unique. */
  readonly id: string;
  /** `demo` is the pretend account that the extension starts itself. */
  readonly kind: 'profile' | 'demo';
  /** A section of `~/.aws/config` or `~/.aws/credentials`; absent for what the environment says. */
  readonly profile?: string;
  readonly region: string;
  /** Instead of the service's own; an `http` address. */
  readonly endpoint?: string;
}

export const demoId = 'demo';

/** What a person sees of it beside its name: the Region, and that it is not an account of AWS. */
export function connectionDetail({ kind, region, endpoint }: Connection): string {
  return [kind === 'demo' ? 'pretend account' : region, endpoint && kind !== 'demo' && endpoint]
    .filter(Boolean)
    .join(' · ');
}

/** Stands for a profile where there is none: what the environment says. */
export const environmentName = 'environment';

/** The connection of a profile in a Region. */
export function profileConnection(profile: string | undefined, region: string, endpoint?: string): Connection {
  return {
    id: `${profile ?? environmentName}@${region}`,
    kind: 'profile',
    region,
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint }),
  };
}

/** The same account in another Region, named so that `connectionNamed` finds it again. */
export function connectionIn(connection: Connection, region: string): Connection {
  const { id, profile, endpoint } = connection;
  const other = profileConnection(profile, region, endpoint);
  return id === profileConnection(profile, connection.region).id ? other : { ...other, id: `${id}@${region}` };
}

/** Two descriptions of a name mean the same account, seen in the same way. */
export function isSameConnection(one: Connection, other: Connection): boolean {
  const parts = ['id', 'kind', 'profile', 'region', 'endpoint'] as const;
  return parts.every((part) => one[part] === other[part]);
}
