/**
 * Typed access to `schemas/*.json`; the only file that imports them.
 *
 * The files are facts about the service, written in the small schema language of `schema.ts`; their README names the
 * sources. Esbuild puts them into the bundles, so nothing is read from disk.
 */

import actionsFile from '../../../schemas/actions.json' with { type: 'json' };
import automation from '../../../schemas/automation.schema.json' with { type: 'json' };
import changeTemplate from '../../../schemas/change-template.schema.json' with { type: 'json' };
import command from '../../../schemas/command.schema.json' with { type: 'json' };
import config from '../../../schemas/config.schema.json' with { type: 'json' };
import expressionsFile from '../../../schemas/expressions.json' with { type: 'json' };
import pack from '../../../schemas/package.schema.json' with { type: 'json' };
import parameters from '../../../schemas/parameters.schema.json' with { type: 'json' };
import pluginsFile from '../../../schemas/plugins.json' with { type: 'json' };
import run from '../../../schemas/run.schema.json' with { type: 'json' };
import session from '../../../schemas/session.schema.json' with { type: 'json' };
import wrappers from '../../../schemas/wrappers.schema.json' with { type: 'json' };
import type { Schema } from './schema.ts';

/** A type of a parameter, variable or output, as documents write it. */
export type SsmType = 'String' | 'StringList' | 'Integer' | 'Boolean' | 'StringMap' | 'MapList';

export interface ActionOutput {
  type: string;
  description: string;
  values?: readonly string[];
}

/** One action of Automation, or one plugin of Command documents. */
export interface Action {
  summary: string;
  docs?: string;
  inputs: Schema;
  outputs?: Readonly<Record<string, ActionOutput>>;
  timeout?: { default?: number; max?: number };
  onCancelTarget?: boolean;
  onCancelSupported?: boolean;
  /** Inputs beyond those listed are members of the request of the API called. */
  freeInputs?: boolean;
  platforms?: readonly string[];
  /** Where the agent runs it too, though no guide says so. */
  agentPlatforms?: readonly string[];
  schemaVersions?: readonly string[];
  agentOnly?: boolean;
  deprecated?: boolean | string;
  script?: 'shell' | 'powershell';
  notes?: readonly string[];
  example?: string;
}

interface SchemaFile {
  definitions?: Record<string, Schema>;
  root?: Schema;
  roots?: Record<string, Schema>;
}

// The files are larger than TypeScript's literal types are useful for; their shape is held by test/schemas.
const files: Record<string, SchemaFile> = {
  'automation.schema.json': automation as unknown as SchemaFile,
  'change-template.schema.json': changeTemplate as unknown as SchemaFile,
  'command.schema.json': command as unknown as SchemaFile,
  'config.schema.json': config as unknown as SchemaFile,
  'package.schema.json': pack as unknown as SchemaFile,
  'parameters.schema.json': parameters as unknown as SchemaFile,
  'run.schema.json': run as unknown as SchemaFile,
  'session.schema.json': session as unknown as SchemaFile,
  'wrappers.schema.json': wrappers as unknown as SchemaFile,
  'plugins.json': pluginsFile as unknown as SchemaFile,
  'actions.json': actionsFile as unknown as SchemaFile,
};

const listedActions = actionsFile.actions as unknown as Readonly<Record<string, Action>>;
const listedPlugins = pluginsFile.plugins as unknown as Readonly<Record<string, Action>>;
const unlistedActions = actionsFile.unlisted as Readonly<Record<string, { summary: string; note: string }>>;
const unlistedPlugins = pluginsFile.unlisted as Readonly<Record<string, { summary: string; note: string }>>;

/** An action of Automation by its name, such as `aws:approve`. */
export function actionNamed(name: string | undefined): Action | undefined {
  return name !== undefined && Object.hasOwn(listedActions, name) ? listedActions[name] : undefined;
}

/** A plugin of Command documents by its name, such as `aws:runShellScript`. */
export function pluginNamed(name: string | undefined): Action | undefined {
  return name !== undefined && Object.hasOwn(listedPlugins, name) ? listedPlugins[name] : undefined;
}

export const actionNames: readonly string[] = Object.keys(listedActions);
export const pluginNames: readonly string[] = Object.keys(listedPlugins);

/** What is known of an action or plugin that only AWS's own documents use. */
export function unlistedNamed(
  family: 'actions' | 'plugins',
  name: string,
): { summary: string; note: string } | undefined {
  const list = family === 'actions' ? unlistedActions : unlistedPlugins;
  return Object.hasOwn(list, name) ? list[name] : undefined;
}

/** The shape of the inputs of an action or plugin; undefined for an unknown one. */
export function catalogueInputs(family: 'actions' | 'plugins', name: string): Schema | undefined {
  return (family === 'actions' ? actionNamed(name) : pluginNamed(name))?.inputs;
}

/** A definition by its full name, `file.schema.json#name`; anything may stand where the name is unknown. */
export function definition(ref: string): Schema {
  const [file = '', name = ''] = ref.split('#');
  return files[file]?.definitions?.[name] ?? {};
}

/** The shape of a whole document by its schema file, and its version where one file holds several. */
export function rootSchema(file: string, version?: string): Schema {
  const found = files[file];
  return (version === undefined ? found?.root : found?.roots?.[version]) ?? {};
}

// A reference within a file is written "#name"; spelling it out once here keeps lookups free of "which file am I in".
function spellOut(value: unknown, file: string): void {
  if (Array.isArray(value)) for (const item of value) spellOut(item, file);
  else if (typeof value === 'object' && value !== null) {
    const node = value as { $ref?: unknown };
    const ref = node.$ref;
    if (typeof ref === 'string' && ref.startsWith('#')) node.$ref = file + ref;
    for (const child of Object.values(node)) spellOut(child, file);
  }
}
for (const [file, content] of Object.entries(files)) spellOut(content, file);

interface Described {
  description: string;
}

/** What `Runtime` of `aws:executeScript` can be. */
export interface Runtime {
  value: string;
  script: 'python' | 'powershell';
  /** `unverified`: named by no public source. */
  state: 'current' | 'retired' | 'unverified';
  /** What takes the place of a retired one. */
  use?: string;
}

export const expressionFacts = expressionsFile as unknown as {
  globals: Readonly<Record<string, Described>>;
  automation: Readonly<Record<string, Described>>;
  pseudoParameters: Readonly<Record<string, Described>>;
  platforms: readonly string[];
  runtimes: readonly Runtime[];
  deniedHosts: readonly string[];
};

/** Address of a page of the Systems Manager user guide. */
export function guidePage(page: string): string {
  return `https://docs.aws.amazon.com/systems-manager/latest/userguide/${page}.html`;
}
