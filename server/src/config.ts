/**
 * The meaning of an `.opswrightrc.yaml` text: severities of rules, globs of files to leave out, and names of actions that
 * only this project knows.
 *
 * Pure, so that both doors read it alike; finding the file is `configFiles.ts`. What is wrong with the text is problems
 * like any other, with a place. It must not grow settings that change what is correct: an error stays an error.
 */

import { didYouMean, oneOf } from './cliNearest.ts';
import {
  type Node,
  nearest,
  type Problem,
  type RuleInfo,
  readText,
  resolve,
  ruleInfos,
  type ScalarNode,
  type Severity,
} from './language/index.ts';

export type Setting = Exclude<Severity, 'error'> | 'off';

export interface Config {
  /** Severities by rule id, other than the rules' own. */
  severities: Record<string, Setting>;
  /** Patterns in `.gitignore` syntax, relative to the folder of the file. */
  ignore: string[];
  /** Actions and plugins that exist though no list names them. */
  actions: string[];
  /** The Region that the documents are for, such as `eu-west-1`. */
  region?: string;
  /** What is wrong with the text; such a configuration must not be used. */
  problems: Problem[];
}

/** The keys of a configuration, each with a sentence for a person. */
export const configKeys = {
  rules: 'Severities of rules by their id: `off`, `hint`, `information` or `warning`. An error stays an error.',
  ignore: 'Files to leave out, in the syntax of `.gitignore`, relative to the folder of this file.',
  actions:
    'Names of actions and plugins that exist though Opswright does not know them, such as private or very new ones. Their inputs are not checked.',
  region:
    'The Region that the documents are for, such as `eu-west-1`: managed rules of AWS Config that are not offered there are marked.',
} as const;

/** What a rule can be set to, each with a sentence for a person. */
export const configSettings: Readonly<Record<Setting, string>> = {
  off: 'Is not reported.',
  hint: 'Three dots under the word; in no list of problems.',
  information: 'Listed, with a blue mark.',
  warning: 'Listed, with a yellow mark.',
};

const keys = Object.keys(configKeys);
const settings = Object.keys(configSettings) as Setting[];

/** Reads a configuration. `rules` are the known rules. */
export function readConfig(text: string, rules: readonly RuleInfo[] = ruleInfos): Config {
  const { roots, faults } = readText(text, /^\s*\{/.test(text) ? 'json' : 'yaml');
  const config: Config = { severities: {}, ignore: [], actions: [], problems: [...faults] };
  const report: Report = ({ start, end }, message, meant) => {
    const fixes = meant === undefined ? [] : [{ title: `Change to "${meant}"`, edits: [{ start, end, text: meant }] }];
    const problem: Problem = { rule: 'configuration', severity: 'error', message, start, end };
    config.problems.push(fixes.length === 0 ? problem : { ...problem, fixes });
  };

  const [root, second] = roots;
  if (second !== undefined) report(second, 'a configuration is one document; found a second one');
  for (const [key, value] of entries(root, 'the configuration', `with the keys ${all(keys)}`, report)) {
    if (key.text === 'rules') readRules(value, rules, config, report);
    else if (key.text === 'ignore') config.ignore = readTexts(value, 'globs', 'a glob', report).map(({ text }) => text);
    else if (key.text === 'region') readRegion(value, config, report);
    else if (key.text === 'actions') readActions(value, config, report);
    else
      report(
        key,
        `unknown key "${key.text}"; expected ${oneOf(keys)}${didYouMean(key.text, keys)}`,
        nearest(key.text, keys),
      );
  }
  config.problems.sort((a, b) => a.start - b.start);
  return config;
}

/** `meant` is the word that takes the place of what is reported. */
type Report = (node: { start: number; end: number }, message: string, meant?: string) => void;

function readRules(node: Node, rules: readonly RuleInfo[], config: Config, report: Report): void {
  const ids = rules.map((rule) => rule.id);
  for (const [key, value] of entries(node, '"rules"', 'from rule ids to severities', report)) {
    const rule = rules.find((candidate) => candidate.id === key.text);
    const written = resolve(value);
    const wanted = written?.type === 'scalar' ? settingOf(written.text) : undefined;
    if (rule === undefined) {
      report(key, `unknown rule "${key.text}"${didYouMean(key.text, ids)}`, nearest(key.text, ids));
    } else if (rule.severity === 'error' && !rule.mayWarn) {
      report(
        key,
        `"${rule.id}" is an error, which cannot be turned off or lowered: the service refuses such a document`,
      );
    } else if (wanted === undefined) {
      const word = written?.type === 'scalar' ? written.text : '';
      const found = word === '' ? 'this' : `"${word}"`;
      const place = value.start < value.end ? value : key;
      const message = `${found} is no severity; expected ${oneOf(settings)}${didYouMean(word, settings)}`;
      report(place, message, place === value ? nearest(word, settings) : undefined);
    } else {
      config.severities[rule.id] = wanted;
    }
  }
}

function readActions(node: Node, config: Config, report: Report): void {
  for (const name of readTexts(node, 'names of actions', 'a name', report)) {
    const prefix = /^([\w.-]*):/.exec(name.text)?.[1];
    if (/^[\w.-]+:[\w./-]+$/.test(name.text)) config.actions.push(name.text);
    else report(name, `"${name.text}" is no name of an action; they are like "${prefix || 'aws'}:executeScript"`);
  }
}

/** The texts of a list; what is none is reported. */
function readTexts(node: Node, names: string, name: string, report: Report): ScalarNode[] {
  const list = resolve(node);
  if (isNothing(list)) return [];
  const key =
    node.parent?.type === 'map' ? node.parent.entries.find(({ value }) => value === node)?.key.text : undefined;
  if (list?.type !== 'list') report(node, `"${key}" has to be a list of ${names}`);
  return (list?.type === 'list' ? list.items : []).flatMap((item) => {
    const text = resolve(item);
    if (text?.type === 'scalar' && text.value !== null) return [text];
    report(item, `${name} has to be a text`);
    return [];
  });
}

function readRegion(node: Node, config: Config, report: Report): void {
  const region = resolve(node);
  if (isNothing(region)) return;
  if (region?.type === 'scalar' && /^[a-z]{2}(?:-[a-z]+)+-\d+$/.test(region.text)) config.region = region.text;
  else report(node, '"region" has to be the code of a Region, such as eu-west-1');
}

/** The entries of a map; none, and a report, for anything else but nothing at all. */
function entries(node: Node | undefined, name: string, shape: string, report: Report): [ScalarNode, Node][] {
  const map = resolve(node);
  if (map?.type === 'map') return map.entries.map(({ key, value }) => [key, value]);
  if (node !== undefined && !isNothing(map)) report(node, `${name} has to be a map ${shape}`);
  return [];
}

function isNothing(node: Node | undefined): boolean {
  return node === undefined || (node.type === 'scalar' && node.value === null);
}

function settingOf(text: string): Setting | undefined {
  return settings.find((setting) => setting === text);
}

function all(words: readonly string[]): string {
  const quoted = words.map((word) => `"${word}"`);
  return `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}
