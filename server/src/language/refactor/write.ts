/**
 * Writes data as YAML or JSON, as a person would: YAML in blocks, texts of several lines as such, quotes where they are
 * needed.
 *
 * js-yaml's `dump` quotes `aws:` names and does not write the numbers that were typed; hence a writer of our own. What needs
 * quotes is decided for readers of YAML 1.1 and 1.2 alike, as nobody says which of them the service is.
 */

import { coreValue } from '../syntax/yaml.ts';
import type { Data } from './data.ts';

/** JSON with this for each level. */
export function writeJson(data: Data, unit = '  ', lead = ''): string {
  if (typeof data === 'string') return JSON.stringify(data);
  if (data === null || typeof data === 'boolean') return String(data);
  const deeper = lead + unit;
  if (Array.isArray(data)) {
    const items = data.map((item) => `\n${deeper}${writeJson(item, unit, deeper)}`);
    return items.length === 0 ? '[]' : `[${items.join(',')}\n${lead}]`;
  }
  if (!(data instanceof Map)) return data.digits;
  const entries = [...data].map(
    ([key, value]) => `\n${deeper}${JSON.stringify(key)}: ${writeJson(value, unit, deeper)}`,
  );
  return entries.length === 0 ? '{}' : `{${entries.join(',')}\n${lead}}`;
}

/** A map as the lines of a block, each indented by so many blanks; without a line break at the end. */
export function writeYaml(map: ReadonlyMap<string, Data>, column = 0): string {
  const lead = ' '.repeat(column);
  return [...map].map(([key, value]) => `${lead}${yamlText(key)}:${yamlValue(value, column)}`).join('\n');
}

/** What follows `key:`, from the blank or the line break on. */
export function yamlValue(value: Data, column: number): string {
  if (value instanceof Map) return value.size === 0 ? ' {}' : `\n${writeYaml(value, column + 2)}`;
  if (Array.isArray(value)) return value.length === 0 ? ' []' : `\n${yamlItems(value, column + 2)}`;
  return ` ${yamlScalar(value, column + 2)}`;
}

/** A list as the lines of a block. */
export function yamlItems(items: readonly Data[], column: number): string {
  const lead = ' '.repeat(column);
  return items
    .map((item) => {
      if (item instanceof Map && item.size > 0) return `${lead}- ${writeYaml(item, column + 2).trimStart()}`;
      if (Array.isArray(item) && item.length > 0) return `${lead}- ${yamlItems(item, column + 2).trimStart()}`;
      return `${lead}-${yamlValue(item, column)}`;
    })
    .join('\n');
}

function yamlScalar(value: Exclude<Data, Data[] | Map<string, Data>>, column: number): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return value.digits;
  return asBlock(value, column) ?? yamlText(value);
}

/** A text of several lines under a `|`; undefined for one that only quotes can hold. */
function asBlock(text: string, column: number): string | undefined {
  if (!text.includes('\n') || unprintable.test(text) || text.trim() === '') return undefined;
  const body = text.replace(/\n+$/, '');
  const breaks = text.length - body.length;
  // A first line that begins with blanks would pass for deeper indentation.
  const indicator = /^\n*[ \t]/.test(body) ? '2' : '';
  const chomping = breaks === 0 ? '-' : breaks === 1 ? '' : '+';
  const lines = `${body}${'\n'.repeat(Math.max(0, breaks - 1))}`.split('\n');
  const lead = ' '.repeat(column);
  return `|${indicator}${chomping}\n${lines.map((line) => (line === '' ? '' : lead + line)).join('\n')}`;
}

/** Control characters, line breaks of other alphabets and halves of characters: only quotes can hold them. */
const unprintable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const indicator = /^[-?:,[\]{}#&*!|>'"%@`=~]|^<<$|^\.\.\./;
/** What a reader of YAML 1.1 takes for something else than text: its Booleans, numbers in sixties, dates. */
const oldValue =
  /^(?:y|n|yes|no|on|off|true|false|null)$|^[-+]?\.?\d[\d_,:.eE+-]*$|^\d{4}-\d\d?-\d\d?|^[-+]?0[xob]?[\da-f_]+$/i;

/** A text on one line, in quotes only if it needs them. */
export function yamlText(text: string): string {
  const bare =
    text !== '' &&
    text.trim() === text &&
    !indicator.test(text) &&
    !/[\n\t]|:(?:\s|$)|\s#/.test(text) &&
    !unprintable.test(text) &&
    !oldValue.test(text) &&
    typeof coreValue(text) === 'string';
  if (bare) return text;
  if (/["\\]/.test(text) && !/['\n\t]/.test(text) && !unprintable.test(text)) return `'${text}'`;
  // Every escape of JSON is one of YAML; what JSON leaves as it is has to be escaped for YAML.
  return JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
