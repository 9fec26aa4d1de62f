/**
 * What may be typed in an `.opswrightrc.yaml`, what a word in it means, and the edit that sets a rule in it.
 *
 * Lines and their indentation decide, as in documents: what is being typed is seldom readable as a whole.
 */

import { type Config, configKeys, configSettings, readConfig, type Setting } from './config.ts';
import {
  type Completion,
  entryAdded,
  type Fix,
  get,
  type Hover,
  readText,
  ruleInfos,
  ruleText,
} from './language/index.ts';

/** The rules that can be set: all but those that are errors alone. */
const settable = ruleInfos.filter(({ severity, mayWarn }) => severity !== 'error' || mayWarn);
const settings = Object.entries(configSettings) as [Setting, string][];

/** What may stand at an offset of a configuration in YAML; nothing in one in JSON. */
export function configItems(text: string, offset: number): Completion[] {
  if (/^\s*\{/.test(text)) return [];
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(start, offset);
  const after = /^[^\n\r]*/.exec(text.slice(offset))?.[0] ?? '';
  const word = /[\w-]*$/.exec(before)?.[0] ?? '';
  const range = { start: offset - word.length, end: offset + (/^[\w-]*/.exec(after)?.[0].length ?? 0) };
  const lead = before.slice(0, before.length - word.length);
  const colon = /^[\w-]*\s*:/.test(after);
  const item = (label: string, detail: string, documentation: string, more: Partial<Completion>): Completion => {
    return {
      label,
      kind: 'key',
      detail,
      documentation: () => documentation,
      range,
      insert: label,
      snippet: false,
      sort: label,
      ...more,
    };
  };
  if (lead === '') {
    const taken = new Set(
      [...text.matchAll(/^(\w+)\s*:/gm)].filter(({ index }) => index !== start).map(([, key]) => key),
    );
    return Object.entries(configKeys).flatMap(([key, documentation]) =>
      taken.has(key)
        ? []
        : [
            item(key, key === 'rules' ? 'map' : key === 'region' ? 'text' : 'list', documentation, {
              insert: colon ? key : `${key}:${key === 'region' ? ' ' : key === 'rules' ? '\n  ' : '\n  - '}$1`,
              snippet: !colon,
            }),
          ],
    );
  }
  if (sectionAt(text, start) !== 'rules') return [];
  if (/^\s+[\w-]+\s*:\s+["']?$/.test(lead))
    return settings.map(([setting, documentation], at) =>
      item(setting, '', documentation, { kind: 'value', sort: `${at}` }),
    );
  if (!/^\s+$/.test(lead)) return [];
  const { severities } = readConfig(text);
  const choice = `\${1|${settings.map(([setting]) => setting).join(',')}|}`;
  return settable.flatMap((rule) => {
    const { id, severity, summary } = rule;
    if (Object.hasOwn(severities, id) && id !== text.slice(range.start, range.end)) return [];
    return [item(id, severity, summary, { insert: colon ? id : `${id}: ${choice}`, snippet: !colon })];
  });
}

/** The key at the start of a line that the line at `start` stands under. */
function sectionAt(text: string, start: number): string | undefined {
  return [...text.slice(0, start).matchAll(/^([\w-]+)\s*:/gm)].at(-1)?.[1];
}

/** What a key, rule or severity at an offset of a configuration is. */
export function configHover(text: string, offset: number): Hover | undefined {
  const [root] = readText(text, /^\s*\{/.test(text) ? 'json' : 'yaml').roots;
  if (root?.type !== 'map') return undefined;
  const holds = ({ start, end }: { start: number; end: number }): boolean => start <= offset && offset <= end;
  const key = root.entries.find((entry) => holds(entry.key))?.key;
  if (key !== undefined) {
    const known = Object.entries(configKeys).find(([name]) => name === key.text);
    return known && { range: key, markdown: `**${known[0]}**\n\n${known[1]}` };
  }
  const rules = get(root, 'rules');
  for (const entry of rules?.type === 'map' ? rules.entries : []) {
    const rule = ruleInfos.find(({ id }) => id === entry.key.text);
    if (holds(entry.key) && rule !== undefined) return { range: entry.key, markdown: ruleText(rule) };
    const { value } = entry;
    const setting = settings.find(([name]) => value.type === 'scalar' && value.text === name);
    if (holds(value) && setting !== undefined) return { range: value, markdown: `**${setting[0]}** — ${setting[1]}` };
  }
  return undefined;
}

/** The edit that turns a rule off; undefined for a configuration with faults, which a person has to mend first. */
export function ruleTurnedOff(text: string, rule: string): Fix['edits'] | undefined {
  const config: Config = readConfig(text);
  if (config.problems.length > 0) return undefined;
  const format = /^\s*\{/.test(text) ? 'json' : 'yaml';
  const [root] = readText(text, format).roots;
  const rules = get(root, 'rules');
  const setting = get(rules, rule);
  if (setting !== undefined)
    return [{ start: setting.start, end: setting.end, text: format === 'json' ? '"off"' : 'off' }];
  if (rules?.type === 'map' && rules.entries.length > 0) {
    const edits = entryAdded({ text, format }, rules, rule, 'off');
    // It is read as a text here, and is one without quotes.
    return format === 'json' ? edits : edits?.map((edit) => ({ ...edit, text: edit.text.replace('"off"', 'off') }));
  }
  const entry = root?.type === 'map' ? root.entries.find(({ key }) => key.text === 'rules') : undefined;
  if (entry !== undefined) {
    const end = entry.value.type === 'scalar' ? Math.max(entry.key.end, entry.value.start) : entry.value.end;
    const at = entry.value.type === 'scalar' && entry.value.missing ? end : entry.value.start;
    return format === 'json'
      ? [{ start: entry.value.start, end: entry.value.end, text: `{ "${rule}": "off" }` }]
      : [{ start: at, end: Math.max(at, entry.value.end), text: `\n  ${rule}: off` }];
  }
  if (root?.type === 'map' && (format === 'json' || root.flow))
    return entryAdded({ text, format }, root, 'rules', { [rule]: 'off' });
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  return [{ start: text.length, end: text.length, text: `${gap}rules:\n  ${rule}: off\n` }];
}
