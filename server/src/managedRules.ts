/** Reads the managed rules of AWS Config from disk, when a document first needs them. */

import { configFacts } from './configFacts.ts';
import type { ConfigCatalogue } from './language/index.ts';

/** Gives the catalogue in a file. Where it cannot be read, rules are checked as far as their shape goes. */
export const managedRules = (file: string): (() => ConfigCatalogue | undefined) => configFacts<ConfigCatalogue>(file);
