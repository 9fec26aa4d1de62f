/**
 * Reads the arguments of `opswright check`: settings, or a sentence that says what is wrong with them.
 *
 * `parseArgs` only splits; its own errors are replaced, because ours name the nearest option.
 */

import { parseArgs } from 'node:util';
import { didYouMean, oneOf } from './cliNearest.ts';
import { type KindId, kindIds, type Severity } from './language/index.ts';

const formats = ['text', 'json', 'sarif'] as const;
const colors = ['auto', 'always', 'never'] as const;
const severities = ['error', 'warning', 'information', 'hint'] as const satisfies Severity[];
const failing = ['error', 'warning', 'information'] as const satisfies Severity[];

export interface CheckSettings {
  paths: string[];
  format: (typeof formats)[number];
  severity: Severity;
  failOn: Severity;
  kind: KindId | undefined;
  color: (typeof colors)[number];
  config: string | undefined;
  noConfig: boolean;
  stdinName: string;
  output: string | undefined;
  quiet: boolean;
  help: boolean;
}

const options = {
  format: { type: 'string', short: 'f' },
  output: { type: 'string', short: 'o' },
  severity: { type: 'string' },
  'fail-on': { type: 'string' },
  kind: { type: 'string' },
  config: { type: 'string' },
  'no-config': { type: 'boolean' },
  'stdin-name': { type: 'string' },
  color: { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
  help: { type: 'boolean', short: 'h' },
} as const;

type OptionName = keyof typeof options;

/** The settings that these arguments ask for, or what is wrong with them. */
export function readOptions(args: string[]): CheckSettings | string {
  const given = split(args, options);
  if (typeof given === 'string') return given;
  const { paths, values } = given;

  const faults: string[] = [];
  const choose = <Choice extends string>(name: OptionName, choices: readonly Choice[]): Choice | undefined => {
    const value = values.get(name);
    if (value === undefined) return undefined;
    const choice = choices.find((known) => known === value);
    if (choice !== undefined) return choice;
    const hint = didYouMean(value, choices);
    faults.push(`--${name}: unknown ${nameOfValue(name)} "${value}"; expected ${oneOf(choices)}${hint}`);
    return undefined;
  };

  const settings: CheckSettings = {
    paths,
    format: choose('format', formats) ?? 'text',
    severity: choose('severity', severities) ?? 'information',
    failOn: choose('fail-on', failing) ?? 'warning',
    kind: choose('kind', kindIds),
    color: choose('color', colors) ?? 'auto',
    config: values.get('config'),
    noConfig: values.has('no-config'),
    stdinName: values.get('stdin-name') ?? '<stdin>',
    output: values.get('output'),
    quiet: values.has('quiet'),
    help: values.has('help'),
  };
  if (settings.help) return settings;
  if (settings.config !== undefined && settings.noConfig) faults.push('--config and --no-config exclude each other');
  if (paths.length === 0) faults.push('nothing to check; name files, folders or globs, such as: opswright check .');
  return faults[0] ?? settings;
}

/** The options that a command knows, as `parseArgs` takes them. */
export type OptionTable = Readonly<Record<string, { type: 'string' | 'boolean'; short?: string }>>;

/** The arguments as paths and option values, or what is wrong with them; a flag has the value "". */
export function split<Table extends OptionTable>(
  args: string[],
  table: Table,
): { paths: string[]; values: Map<keyof Table, string> } | string {
  const { tokens } = parseArgs({ args, options: table, strict: false, tokens: true, allowPositionals: true });
  const paths: string[] = [];
  const values = new Map<keyof Table, string>();
  for (const token of tokens) {
    if (token.kind === 'positional') paths.push(token.value);
    if (token.kind !== 'option') continue;
    const name = String(token.name);
    const option = Object.hasOwn(table, name) ? table[name] : undefined;
    if (option === undefined) return `unknown option "${token.rawName}"${nearestOption(token.rawName, table)}`;
    const wantsValue = option.type === 'string';
    if (!wantsValue && token.value !== undefined) return `${token.rawName} takes no value`;
    const swallowed = !token.inlineValue && token.value !== undefined && /^-./.test(token.value);
    if (wantsValue && (!token.value || swallowed)) return `${token.rawName} needs a value`;
    values.set(name, token.value ?? '');
  }
  return { paths, values };
}

function nearestOption(rawName: string, table: OptionTable): string {
  return didYouMean(
    rawName,
    Object.keys(table).map((name) => `--${name}`),
  );
}

/** What the value of an option is called in a sentence. */
function nameOfValue(name: OptionName): string {
  return name === 'fail-on' ? 'severity' : name === 'color' ? 'value' : name;
}
