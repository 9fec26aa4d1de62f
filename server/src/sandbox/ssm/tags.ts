/** Tags of everything in Systems Manager that can have them, by type and id of the resource. */

import type { Tag } from '@aws-sdk/client-ssm';
import { type Account, slice } from '../account.ts';
import { ServiceError } from '../errors.ts';

const stored = slice<Record<string, Record<string, string>>>('ssm.tags', () => ({}));

export const mostTags = 50;

export interface Tags {
  get(type: string, id: string): Tag[];
  set(type: string, id: string, tags: readonly Tag[]): void;
  remove(type: string, id: string): void;
}

export function tagsOf(account: Account): Tags {
  const all = stored(account);
  const key = (type: string, id: string): string => `${type} ${id}`;
  return {
    get: (type, id) => Object.entries(all[key(type, id)] ?? {}).map(([Key, Value]) => ({ Key, Value })),
    set(type, id, tags) {
      if (tags.length === 0) return;
      const own = { ...all[key(type, id)], ...Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value ?? ''])) };
      if (Object.keys(own).length > mostTags)
        throw new ServiceError('TooManyTagsError', `A resource has at most ${mostTags} tags.`);
      all[key(type, id)] = own;
    },
    remove(type, id) {
      delete all[key(type, id)];
    },
  };
}
