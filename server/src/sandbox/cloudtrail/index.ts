/** Operations of CloudTrail. */

import type { Operations } from '../operations.ts';
import { lookupEvents } from './lookup.ts';

export const operations: Operations = { LookupEvents: lookupEvents };
