/** Statuses of the service as icons, alike in all sections. */

import type { TreeNode } from '../tree.ts';
import { spaced } from './words.ts';

const bad = new Set([
  'failed',
  'timed out',
  'non compliant',
  'undeliverable',
  'delivery timed out',
  'execution timed out',
  'terminated',
  'access denied',
]);
const good = new Set(['success', 'compliant', 'installed']);

/** The icon of a status of the service, such as `Failed` or `InProgress`. */
export function statusIcon(status: string | undefined): NonNullable<TreeNode['icon']> {
  const word = spaced(status ?? '');
  if (good.has(word)) return { name: 'pass', color: 'testing.iconPassed' };
  if (bad.has(word)) return { name: 'error', color: 'testing.iconFailed' };
  if (word === 'in progress') return 'sync';
  return word === 'cancelled' ? 'circle-slash' : 'circle-outline';
}
