/**
 * What the pure code asks its door for: facts and parsers too large to load before a document needs them.
 *
 * A door may leave any of them out; then less is checked, and nothing that is checked changes. All are synchronous: a door
 * reads the file at the first call and keeps it.
 */

import type { ServiceModel } from './aws/model.ts';

/** A fault of a script at an index of its text. */
export interface ScriptFault {
  start: number;
  end: number;
  message: string;
}

/** A function that a Python script defines at its top level. */
export interface PythonFunction {
  name: string;
  start: number;
  end: number;
  /** Parameters by position; `required` counts those without a default. */
  parameters: string[];
  required: number;
  /** True with `*args`: takes any number. */
  rest: boolean;
}

/** What the checks need to know of a Python script. */
export interface PythonScript {
  faults: ScriptFault[];
  functions: PythonFunction[];
  /** Modules it imports, such as `boto3`. */
  imports: string[];
  /** Keys read from a parameter of a function: `events['key']` and `events.get('key')`, by function and parameter name. */
  reads: { function: string; parameter: string; key: string; start: number; end: number }[];
  /** Functions in which a parameter is used in another way, so that its keys cannot be known: by function and parameter. */
  opaque: { function: string; parameter: string }[];
  /** Keys of each literal `return {…}` of a function; undefined keys when some return is not a literal. */
  returns: { function: string; keys: string[] | undefined }[];
}

export interface Lookups {
  /** The model of an AWS service by its boto3 name in lower case; undefined for one that is not modelled. */
  service?(name: string): ServiceModel | undefined;
  /** A document by its name, from beside the caller or from those that AWS publishes. */
  document?(name: string): CalledDocument | undefined;
  /** Reads a Python script. */
  python?(text: string): PythonScript;
  /** Faults of a shell script by its syntax. */
  shell?(text: string): ScriptFault[];
}

/** A parameter of a document that is called. */
export interface CalledParameter {
  type: string;
  required?: boolean;
  allowed?: readonly string[];
}

/** A document that another one calls, as far as it is known. */
export interface CalledDocument {
  kind: 'automation' | 'command';
  parameters: Readonly<Record<string, CalledParameter>>;
  /** True for one that AWS publishes: what is known of it may be older than what runs. */
  published: boolean;
}
