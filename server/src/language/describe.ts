/** Schemas and catalogue entries in words, for completion and hover. */

import { type Action, guidePage } from './catalogue.ts';
import { type Schema, typesOf } from './schema.ts';

const typeWords: Record<string, string> = {
  string: 'String',
  integer: 'Integer',
  boolean: 'Boolean',
  object: 'Map',
  array: 'List',
  any: 'any',
};

/** The type of a value in the words of the service, such as `StringList`. */
export function schemaDetail(schema: Schema): string {
  if (schema.ssmType !== undefined && schema.ssmType !== 'any') return schema.ssmType;
  return typesOf(schema)
    .map((type) => typeWords[type] ?? type)
    .join(' or ');
}

/** What a schema says about a value, as Markdown. */
export function schemaDocumentation(schema: Schema): string {
  const facts: string[] = [];
  const { default: usual } = schema;
  if (usual === '') facts.push('Default: empty text');
  else if (usual !== undefined) facts.push(`Default: \`${typeof usual === 'string' ? usual : JSON.stringify(usual)}\``);
  if (schema.enum !== undefined) facts.push(`Allowed: ${schema.enum.map((value) => `\`${value}\``).join(', ')}`);
  else if (schema.suggestions !== undefined && schema.patternDescribe === undefined)
    facts.push(`Such as: ${schema.suggestions.map((value) => `\`${value}\``).join(', ')}`);
  if (schema.patternDescribe !== undefined) facts.push(`Form: ${schema.patternDescribe}`);
  const limits = limitsOf(schema);
  if (limits !== '') facts.push(limits);
  if (schema.platforms !== undefined) facts.push(`Platforms: ${schema.platforms.join(', ')}`);
  const paragraphs = [schema.description ?? ''];
  if (schema.deprecated !== undefined) paragraphs.push(`**Deprecated.** ${schema.deprecated}`);
  if (facts.length > 0) paragraphs.push(facts.map((fact) => `- ${fact}`).join('\n'));
  if (schema.docs !== undefined) paragraphs.push(`[User guide](${guidePage(schema.docs)})`);
  return paragraphs.filter((text) => text !== '').join('\n\n');
}

function limitsOf({ minimum, maximum, minItems, maxItems, minLength, maxLength }: Schema): string {
  const between = (low: number | undefined, high: number | undefined, what: string): string => {
    if (low !== undefined && high !== undefined) return low === high ? `${low}${what}` : `${low} to ${high}${what}`;
    if (low !== undefined) return `at least ${low}${what}`;
    return high !== undefined ? `at most ${high}${what}` : '';
  };
  const all = [
    between(minimum, maximum, ''),
    between(minItems, maxItems, ' item(s)'),
    between(minLength, maxLength, ' characters'),
  ];
  const said = all.filter((text) => text !== '').join(', ');
  return said === '' ? '' : `Limits: ${said}`;
}

/** An action or plugin, as Markdown: what it does, its required inputs, its outputs, what bites. */
export function actionDocumentation(name: string, action: Action): string {
  const paragraphs = [`**${name}**`, action.summary];
  const inputs = Object.entries(action.inputs.properties ?? {});
  const required = new Set(action.inputs.required ?? []);
  if (inputs.length > 0) {
    const keys = [
      ...inputs.filter(([key]) => required.has(key)),
      ...inputs.filter(([key, schema]) => !required.has(key) && !schema.observed),
    ];
    const shown = keys.slice(0, 12).map(([key]) => (required.has(key) ? `**${key}**` : key));
    paragraphs.push(
      `Inputs (required in bold): ${shown.join(', ')}${keys.length > 12 ? ', …' : ''}${action.freeInputs ? ', and the members of the API request' : ''}`,
    );
  }
  const outputs = Object.entries(action.outputs ?? {});
  if (outputs.length > 0)
    paragraphs.push(`Outputs: ${outputs.map(([key, { type }]) => `${key} (${type})`).join(', ')}`);
  if (action.platforms !== undefined) paragraphs.push(`Platforms: ${action.platforms.join(', ')}`);
  if (action.timeout?.max !== undefined)
    paragraphs.push(`Runs at most ${action.timeout.max.toLocaleString('en')} seconds.`);
  if (action.notes !== undefined && action.notes.length > 0)
    paragraphs.push(action.notes.map((note) => `- ${note}`).join('\n'));
  if (action.docs !== undefined) paragraphs.push(`[User guide](${guidePage(action.docs)})`);
  return paragraphs.join('\n\n');
}
