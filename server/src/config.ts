/**
 * The meaning of an `.opswrightrc.yaml` text: severities of rules and globs of files to leave out.
 *
 * Pure, so that both doors read it alike; finding the file is `configFiles.ts`. What is wrong with the text is problems
 * like any other, with a place. It must not grow settings that change what is correct: an error stays an error.
 */

import { didYouMean, oneOf } from './cliNearest.ts';
import {
  type Node,
  type Problem,
  type RuleInfo,
  readText,
  resolve,
  ruleInfos,
  type ScalarNode,
  type Severity,
} from './language/index.ts';

type Setting = Exclude<Severity, 'error'> | 'off';

export interface Config {
  /** Severities by rule id, other than the rules' own. */
  severities: Record<string, Setting>;
  /** Patterns in `.gitignore` syntax, relative to the folder of the file. */
  ignore: string[];
  /** What is wrong with the text; such a configuration must not be used. */
  problems: Problem[];
}

const keys = ['rules', 'ignore'];
const settings: readonly Setting[] = ['off', 'hint', 'information', 'warning'];

/** Reads a configuration. `rules` are the known rules. */
export function readConfig(text: string, rules: readonly RuleInfo[] = ruleInfos): Config {
  const { roots, faults } = readText(text, /^\s*\{/.test(text) ? 'json' : 'yaml');
  const config: Config = { severities: {}, ignore: [], problems: [...faults] };
  const report: Report = (node, message) => {
    config.problems.push({ rule: 'configuration', severity: 'error', message, start: node.start, end: node.end });
  };

  const [root, second] = roots;
  if (second !== undefined) report(second, 'a configuration is one document; found a second one');
  for (const [key, value] of entries(root, 'the configuration', `with the keys ${both(keys)}`, report)) {
    if (key.text === 'rules') readRules(value, rules, config, report);
    else if (key.text === 'ignore') readIgnore(value, config, report);
    else report(key, `unknown key "${key.text}"; expected ${oneOf(keys)}${didYouMean(key.text, keys)}`);
  }
  config.problems.sort((a, b) => a.start - b.start);
  return config;
}

type Report = (node: { start: number; end: number }, message: string) => void;

function readRules(node: Node, rules: readonly RuleInfo[], config: Config, report: Report): void {
  const ids = rules.map((rule) => rule.id);
  for (const [key, value] of entries(node, '"rules"', 'from rule ids to severities', report)) {
    const rule = rules.find((candidate) => candidate.id === key.text);
    const written = resolve(value);
    const wanted = written?.type === 'scalar' ? settingOf(written.text) : undefined;
    if (rule === undefined) {
      report(key, `unknown rule "${key.text}"${didYouMean(key.text, ids)}`);
    } else if (rule.severity === 'error' && !rule.mayWarn) {
      report(
        key,
        `"${rule.id}" is an error, which cannot be turned off or lowered: the service refuses such a document`,
      );
    } else if (wanted === undefined) {
      const found = written?.type === 'scalar' && written.text !== '' ? `"${written.text}"` : 'this';
      const hint = written?.type === 'scalar' ? didYouMean(written.text, settings) : '';
      report(value.start < value.end ? value : key, `${found} is no severity; expected ${oneOf(settings)}${hint}`);
    } else {
      config.severities[rule.id] = wanted;
    }
  }
}

function readIgnore(node: Node, config: Config, report: Report): void {
  const list = resolve(node);
  if (isNothing(list)) return;
  if (list?.type !== 'list') report(node, '"ignore" has to be a list of globs');
  for (const item of list?.type === 'list' ? list.items : []) {
    const glob = resolve(item);
    if (glob?.type === 'scalar' && glob.value !== null) config.ignore.push(glob.text);
    else report(item, 'a glob has to be a text');
  }
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

function both(words: readonly string[]): string {
  return words.map((word) => `"${word}"`).join(' and ');
}
