/**
 * What the pure code asks its door for: facts and parsers too large to load before a document needs them.
 *
 * A door may leave any of them out; then less is checked, and nothing that is checked changes. All are synchronous: a door
 * reads the file at the first call and keeps it.
 */

import type { ServiceModel } from './aws/model.ts';
import type { ConfigCatalogue } from './configCatalogue.ts';
import type { PropertyCatalogue } from './guard/properties.ts';
import type { KindId } from './kinds/index.ts';
import type { Live, LiveAnswer } from './run/data.ts';

export interface Lookups {
  /** The model of an AWS service by its boto3 name in lower case; undefined for one that is not modelled. */
  service?(name: string): ServiceModel | undefined;
  /** A document by its name, from beside the caller or from those that AWS publishes. */
  document?(name: string): CalledDocument | undefined;
  /** What lies at a name or path: a kind, `foreign` for a file without a document of ours, `missing` for none. */
  kindOf?(name: string): KindId | 'foreign' | 'missing' | undefined;
  /** Values of an account, as far as they are at hand when somebody types. */
  live?(asked: Live): readonly LiveAnswer[];
  /** Paths of the documents around a run file, relative to it. */
  documentPaths?(): readonly string[];
  /** Names of the documents of a kind that `document` knows, for completion. */
  documentNames?(kind: CalledDocument['kind']): readonly string[];
  /** The services that have an operation of a name, for completion. */
  servicesWith?(operation: string): readonly string[];
  /** The managed rules of AWS Config. */
  config?(): ConfigCatalogue | undefined;
  /** The properties of the configuration items that it records. */
  properties?(): PropertyCatalogue | undefined;
}

/** A parameter of a document that is called. */
export interface CalledParameter {
  type: string;
  required?: boolean;
  allowed?: readonly string[];
  description?: string;
  /** The default, as the service takes values: a list of texts. */
  default?: readonly string[];
  /** The `allowedPattern`. */
  pattern?: string;
  minChars?: number;
  maxChars?: number;
  minItems?: number;
  maxItems?: number;
}

/** A document that another one calls, as far as it is known. */
export interface CalledDocument {
  kind: 'automation' | 'command';
  parameters: Readonly<Record<string, CalledParameter>>;
  /** True for one that AWS publishes: what is known of it may be older than what runs. */
  published: boolean;
  description?: string;
}
