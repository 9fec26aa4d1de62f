/**
 * What is known of the managed rules of AWS Config and of the types of resources it records.
 *
 * The facts are a file of their own, `schemas/config-catalogue.json`, which a door reads when a document needs them
 * (`Lookups.config`). They have a date: what is not in them may be newer.
 */

import { nearest } from './nearest.ts';

export interface RuleParameter {
  type: 'string' | 'int' | 'double' | 'boolean' | 'csv' | 'stringMap';
  required?: boolean;
  /** What the console fills in; nobody else does. */
  default?: string;
  allowed?: readonly string[];
  min?: number;
  max?: number;
  maxItems?: number;
}

export interface ManagedRule {
  /** The name of its page, where it is not the identifier in lower case with dashes. */
  name?: string;
  /** `process-check`: a mark for controls that people check; `not-listed`: named by an SDK, by no guide. */
  kind?: 'process-check' | 'not-listed';
  trigger?: readonly ('change' | 'periodic')[];
  /** Types of resources it evaluates; absent for a rule on the account. */
  types?: readonly string[];
  /** Absent when they are not known. */
  parameters?: Readonly<Record<string, RuleParameter>>;
  /** A key of `regions`. */
  regions?: string;
  proactive?: boolean;
}

export interface ConfigCatalogue {
  /** The day of the facts, such as `2026-08-01`. */
  asOf: string;
  rules: Readonly<Record<string, ManagedRule>>;
  /** Identifiers that were withdrawn, and what to use instead where that is known. */
  withdrawn: Readonly<Record<string, string | null>>;
  regions: Readonly<Record<string, { only?: readonly string[]; except?: readonly string[] }>>;
  /** Types of resources; false for one that only the page of a managed rule names. */
  resourceTypes: Readonly<Record<string, boolean>>;
}

/** A managed rule by its identifier. */
export function managedRule(
  catalogue: ConfigCatalogue | undefined,
  identifier: string | undefined,
): ManagedRule | undefined {
  return catalogue !== undefined && identifier !== undefined && Object.hasOwn(catalogue.rules, identifier)
    ? catalogue.rules[identifier]
    : undefined;
}

/** The name of the page of a rule, which the console shows and many take for the identifier. */
export function nameOfRule(identifier: string, { name }: ManagedRule): string {
  return name ?? identifier.toLowerCase().replaceAll('_', '-');
}

/** The page of the developer guide. */
export function pageOfRule(identifier: string, rule: ManagedRule): string {
  return `https://docs.aws.amazon.com/config/latest/developerguide/${nameOfRule(identifier, rule)}.html`;
}

/** What an unknown identifier was meant to be; `certain` when no new rule can be called so. */
export function meantRule(
  catalogue: ConfigCatalogue,
  written: string,
): { identifier: string; certain: boolean } | undefined {
  const folded = written.toUpperCase().replaceAll('-', '_');
  if (folded !== written && Object.hasOwn(catalogue.rules, folded)) return { identifier: folded, certain: true };
  const named = Object.entries(catalogue.rules).find(([, { name }]) => name === written.toLowerCase());
  if (named !== undefined) return { identifier: named[0], certain: true };
  const identifier = nearest(folded, Object.keys(catalogue.rules));
  return identifier === undefined
    ? undefined
    : { identifier, certain: written !== folded || isSlip(written, identifier) };
}

/**
 * One letter too many, one missing or two swapped. Another letter is no sure slip: the rules on EBS and EFS, on ALB and NLB
 * differ by one; nor is a digit, as in a rule's second version.
 */
function isSlip(written: string, meant: string): boolean {
  const [longer, shorter] = written.length >= meant.length ? [written, meant] : [meant, written];
  let at = 0;
  while (at < shorter.length && shorter[at] === longer[at]) at++;
  if (longer.length === shorter.length) {
    const swapped = longer.slice(0, at) + (longer[at + 1] ?? '') + (longer[at] ?? '') + longer.slice(at + 2);
    return swapped === shorter;
  }
  return (
    longer.length === shorter.length + 1 && longer.slice(at + 1) === shorter.slice(at) && !/\d/.test(longer.charAt(at))
  );
}

/** Whether a rule is offered in a Region; undefined when that is not known. */
export function isOffered(
  { regions }: ConfigCatalogue,
  { regions: key }: ManagedRule,
  region: string,
): boolean | undefined {
  const set = key === undefined ? undefined : regions[key];
  if (set === undefined) return undefined;
  return set.only === undefined ? !set.except?.includes(region) : set.only.includes(region);
}

/** `a`, or `a, b and c`, or the first of many with their number, for people. */
export function typesInWords(types: readonly string[]): string {
  if (types.length > 4) return `${types.slice(0, 3).join(', ')} and ${types.length - 3} more`;
  const last = types.at(-1) ?? '';
  return types.length < 2 ? last : `${types.slice(0, -1).join(', ')} and ${last}`;
}
