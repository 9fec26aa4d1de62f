/** Compliance in words and icons. Free of `vscode`, so that tests need no editor. */

/** As AWS Config names the outcomes of a rule. */
export type Verdict = 'NON_COMPLIANT' | 'COMPLIANT' | 'INSUFFICIENT_DATA' | 'NOT_APPLICABLE';

/** The outcomes in the order in which they matter. */
export const verdicts: readonly Verdict[] = ['NON_COMPLIANT', 'COMPLIANT', 'INSUFFICIENT_DATA', 'NOT_APPLICABLE'];

const words: Readonly<Record<Verdict, string>> = {
  NON_COMPLIANT: 'Non-compliant',
  COMPLIANT: 'Compliant',
  INSUFFICIENT_DATA: 'No result yet',
  NOT_APPLICABLE: 'Not applicable',
};

const icons: Readonly<Record<Verdict, { name: string; color: string }>> = {
  NON_COMPLIANT: { name: 'error', color: 'list.errorForeground' },
  COMPLIANT: { name: 'pass', color: 'testing.iconPassed' },
  INSUFFICIENT_DATA: { name: 'question', color: 'descriptionForeground' },
  NOT_APPLICABLE: { name: 'circle-slash', color: 'descriptionForeground' },
};

/** Anything else that a service may say counts as no result. */
export function verdictOf(type: string | undefined): Verdict {
  return verdicts.find((verdict) => verdict === type) ?? 'INSUFFICIENT_DATA';
}

export function verdictWords(verdict: Verdict): string {
  return words[verdict];
}

export function verdictIcon(verdict: Verdict): { name: string; color: string } {
  return icons[verdict];
}

/** The name of a rule without what a conformance pack adds to it, which tells nobody anything. */
export function ruleWords(rule: string): string {
  return rule.replace(/-conformance-pack-[a-z0-9]+$/, '');
}

/** How many, in words: the service stops counting somewhere, and says so. */
export function countWords(
  count: { CappedCount?: number | undefined; CapExceeded?: boolean | undefined } | undefined,
  noun: string,
): string {
  const { CappedCount: number = 0, CapExceeded: more = false } = count ?? {};
  return `${number}${more ? '+' : ''} ${noun}${number === 1 && !more ? '' : 's'}`;
}

/** `AWS::EC2::SecurityGroup` without the part that all have: `EC2 SecurityGroup`. */
export function typeWords(type: string): string {
  return type.replace(/^AWS::/, '').replaceAll('::', ' ');
}

/**
 * The page of AWS on a managed rule; undefined for any other rule.
 *
 * @param name - the rule as AWS calls it, after which its page is named; most are called as their identifier.
 */
export function managedRulePage(
  owner: string | undefined,
  identifier: string | undefined,
  name?: string,
): string | undefined {
  if (owner !== 'AWS' || !identifier) return undefined;
  const page = name ?? identifier.toLowerCase().replaceAll('_', '-');
  return `https://docs.aws.amazon.com/config/latest/developerguide/${page}.html`;
}

/**
 * The parameters of a remediation as they reach its document, for one resource.
 *
 * @param parameters - as in a remediation configuration: each a static list, or the id of the resource.
 */
export function remediationInputs(
  parameters: Readonly<Record<string, RemediationParameter>> | undefined,
  resourceId: string,
): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(parameters ?? {}).map(([name, { ResourceValue: resource, StaticValue: fixed }]) => [
      name,
      resource?.Value === 'RESOURCE_ID' ? [resourceId] : [...(fixed?.Values ?? [])],
    ]),
  );
}

interface RemediationParameter {
  ResourceValue?: { Value: string | undefined } | undefined;
  StaticValue?: { Values: readonly string[] | undefined } | undefined;
}
