/**
 * The text of a new rule of AWS Config that evaluates a managed rule, in each of the forms it can be written in, with
 * placeholders in the syntax of snippets for its names and for the parameters it cannot do without.
 *
 * What a rule takes and nobody has to give is left out: completion offers it where it is wanted.
 */

import {
  type ConfigCatalogue,
  type ManagedRule,
  managedRule,
  nameOfRule,
  type RuleParameter,
} from './configCatalogue.ts';
import type { Data } from './refactor/data.ts';
import { writeJson, writeYaml, yamlText } from './refactor/write.ts';

/** `api`: what `put-config-rule` takes. `template`: a resource of CloudFormation. `pack`: one of a conformance pack. */
export type RuleForm = 'api' | 'template' | 'pack';

export interface NewRule {
  snippet: string;
  format: 'yaml' | 'json';
}

/** A managed rule as it is offered. */
export interface RuleChoice {
  identifier: string;
  /** The name of its page, which the console shows. */
  name: string;
  /** When it looks, in words; empty when that is not known. */
  trigger: string;
  /** Types of resources it evaluates; empty for a rule on the account. */
  types: readonly string[];
}

const triggers = { change: 'on change', periodic: 'periodic' } as const;

/** The managed rules, in the order of the catalogue, without those that no guide lists: they would be flagged at once. */
export function ruleChoices({ rules }: ConfigCatalogue): RuleChoice[] {
  return Object.entries(rules)
    .filter(([, { kind }]) => kind !== 'not-listed')
    .map(([identifier, rule]) => ({
      identifier,
      name: nameOfRule(identifier, rule),
      trigger: (rule.trigger ?? []).map((each) => triggers[each]).join(' and '),
      types: ofAccount(rule) ? [] : (rule.types ?? []),
    }));
}

/** The document around a managed rule; undefined for an identifier that is not known. */
export function newConfigRule(catalogue: ConfigCatalogue, identifier: string, form: RuleForm): NewRule | undefined {
  const rule = managedRule(catalogue, identifier);
  if (rule === undefined) return undefined;
  if (form === 'api') return { snippet: filled(writeJson(apiRule(identifier, rule)), 'json'), format: 'json' };
  const document = inTemplate(identifier, rule, form);
  return { snippet: filled(writeYaml(document), 'yaml'), format: 'yaml' };
}

/**
 * A place to be filled in, with what it proposes first. The marks survive being written as YAML, as JSON, and as JSON in JSON.
 */
function hole(...choices: string[]): string {
  return `«${choices.join('¦')}»`;
}

const hoursFirst = ['TwentyFour_Hours', 'Twelve_Hours', 'Six_Hours', 'Three_Hours', 'One_Hour'];
/** More types than this are left to the rule, which knows them: a scope would only repeat them. */
const mostTypes = 5;

function apiRule(identifier: string, rule: ManagedRule): Map<string, Data> {
  const name = hole(nameOfRule(identifier, rule));
  const given = Object.fromEntries(required(rule).map(([key, parameter]) => [key, hole(...proposals(key, parameter))]));
  const inputs = Object.keys(given).length === 0 ? undefined : JSON.stringify(given);
  return properties(identifier, rule, { name, inputs });
}

function inTemplate(identifier: string, rule: ManagedRule, form: 'template' | 'pack'): Map<string, Data> {
  const id = logicalId(identifier);
  const parameters = new Map<string, Data>();
  const inputs = new Map<string, Data>();
  const resource = hole(id);
  const name = hole(nameOfRule(identifier, rule));
  for (const [key, parameter] of required(rule)) {
    const value = hole(...proposals(key, parameter));
    if (form === 'template') inputs.set(key, value);
    else {
      // As the packs that AWS publishes call them; a pack holds many rules whose parameters have one name.
      const own = `${id}Param${key.charAt(0).toUpperCase()}${key.slice(1).replace(/\W/g, '')}`;
      const declared = new Map<string, Data>([['Type', 'String']]);
      if (parameter.allowed !== undefined) declared.set('AllowedValues', [...parameter.allowed]);
      parameters.set(own, declared.set('Default', value));
      inputs.set(key, new Map([['Ref', own]]));
    }
  }
  const body = properties(identifier, rule, { name, inputs: inputs.size === 0 ? undefined : inputs });
  return new Map<string, Data>([
    ...(form === 'template' ? [['AWSTemplateFormatVersion', '2010-09-09'] as const] : []),
    ...(parameters.size > 0 ? [['Parameters', parameters] as const] : []),
    [
      'Resources',
      new Map([
        [
          resource,
          new Map<string, Data>([
            ['Type', 'AWS::Config::ConfigRule'],
            ['Properties', body],
          ]),
        ],
      ]),
    ],
  ]);
}

function properties(
  identifier: string,
  rule: ManagedRule,
  { name, inputs }: { name: string; inputs: Data | undefined },
): Map<string, Data> {
  const { trigger = [], types = [] } = rule;
  const map = new Map<string, Data>([['ConfigRuleName', name]]);
  if (trigger.includes('change') && types.length > 0 && types.length <= mostTypes && !ofAccount(rule))
    map.set('Scope', new Map([['ComplianceResourceTypes', [...types]]]));
  map.set(
    'Source',
    new Map([
      ['Owner', 'AWS'],
      ['SourceIdentifier', identifier],
    ]),
  );
  if (inputs !== undefined) map.set('InputParameters', inputs);
  if (trigger.includes('periodic')) map.set('MaximumExecutionFrequency', hole(...hoursFirst));
  return map;
}

function ofAccount({ types = [] }: ManagedRule): boolean {
  return types.includes('AWS::::Account');
}

function required({ parameters = {} }: ManagedRule): [string, RuleParameter][] {
  return Object.entries(parameters).filter(([, parameter]) => parameter.required);
}

/** Values that the rule takes; where none is known, the name of the parameter says what belongs there. */
function proposals(key: string, { type, allowed, default: usual, min }: RuleParameter): string[] {
  const some = allowed ?? (type === 'boolean' ? ['true', 'false'] : []);
  if (usual !== undefined) return [usual, ...some.filter((each) => each !== usual)];
  if (some.length > 0) return [...some];
  return [type === 'int' || type === 'double' ? String(min ?? 1) : key];
}

function logicalId(identifier: string): string {
  return identifier
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join('');
}

/** Marks become placeholders, numbered as they stand; what a snippet would take for its own syntax is escaped. */
function filled(text: string, format: NewRule['format']): string {
  const escaped = (piece: string): string => piece.replace(/[\\$}]/g, '\\$&');
  const pieces = text.split(/«([^»]*)»/);
  const snippet = pieces.map((piece, index) => {
    if (index % 2 === 0) return escaped(piece);
    const choices = piece.split('¦');
    // Quotes stand around the placeholder, so that they stay when it is typed over.
    const bare = format === 'yaml' && !/["']$/.test(pieces[index - 1] ?? '');
    const quote = bare && choices.some((each) => yamlText(each) !== each) ? '"' : '';
    const written = choices.map((each) => escaped(quote === '' ? each : JSON.stringify(each).slice(1, -1)));
    const listed = written.map((each) => each.replace(/[,|]/g, '\\$&')).join(',');
    const proposal = written.length > 1 ? `|${listed}|` : `:${written[0] ?? ''}`;
    return `${quote}\${${(index + 1) / 2}${proposal}}${quote}`;
  });
  return `${snippet.join('')}\n`;
}
