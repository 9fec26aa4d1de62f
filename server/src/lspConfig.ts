/**
 * INTEGRATION POINT: `.opswrightrc.yaml` for the editor, through `configFiles.ts`.
 */

import type { CheckOptions } from './language/index.ts';

/** How the document at this URI is to be checked. */
export function checkOptionsFor(uri: string): CheckOptions {
  void uri;
  return {};
}

/** Forgets what was read from disk. */
export function clearConfig(): void {}
