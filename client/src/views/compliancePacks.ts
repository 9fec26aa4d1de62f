/** Conformance packs, their rules, and what each rule found. */

import type {
  ConfigService,
  ConformancePackComplianceSummary,
  ConformancePackDetail,
} from '@aws-sdk/client-config-service';
import { readFault } from '../aws/fault.ts';
import { verdictIcon, verdictOf, verdictWords } from '../compliance/words.ts';
import type { Place } from './compliance.ts';
import { remediationsOf, ruleNode } from './complianceRules.ts';
import { pagesOf } from './pages.ts';
import type { Page, TreeNode } from './tree.ts';

/** The service sums up so many packs in a request. */
const mostAtOnce = 5;

export function packNodes(place: Place): AsyncIterator<Page, void> {
  const { connections, connection } = place;
  return pagesOf(
    async (NextToken) => {
      const { config } = await connections.clients(connection);
      const answer = await config.describeConformancePacks({ NextToken, Limit: mostAtOnce });
      const packs = answer.ConformancePackDetails ?? [];
      const names = packs.map(({ ConformancePackName: name = '' }) => name);
      const sums = names.length > 0 ? await sumsOf(config, names) : [];
      return { items: packs.map((pack) => ({ pack, sums })), next: answer.NextToken };
    },
    ({ pack, sums }) => packNode(place, pack, sums),
  );
}

/** Undefined where they may not be seen, which is no reason to hide the packs. */
async function sumsOf(config: ConfigService, names: string[]): Promise<ConformancePackComplianceSummary[] | undefined> {
  try {
    const ask = { ConformancePackNames: names, Limit: names.length };
    return (await config.getConformancePackComplianceSummary(ask)).ConformancePackComplianceSummaryList ?? [];
  } catch (error) {
    const { kind } = readFault(error);
    if (kind === 'denied' || kind === 'refused') return undefined;
    throw error;
  }
}

function packNode(place: Place, pack: ConformancePackDetail, sums?: ConformancePackComplianceSummary[]): TreeNode {
  const name = pack.ConformancePackName ?? '';
  const sum = sums?.find((each) => each.ConformancePackName === name);
  const verdict = sums && verdictOf(sum?.ConformancePackComplianceStatus);
  const inputs = pack.ConformancePackInputParameters ?? [];
  return {
    id: name,
    label: name,
    ...(verdict && { description: verdictWords(verdict) }),
    icon: verdict ? verdictIcon(verdict) : 'package',
    ...(verdict && { spoken: verdictWords(verdict).toLowerCase() }),
    tooltip: [
      verdict ? `${name}: ${verdictWords(verdict).toLowerCase()}` : name,
      pack.LastUpdateRequestedTime && `Updated ${pack.LastUpdateRequestedTime.toLocaleString()}`,
      ...inputs.map(({ ParameterName, ParameterValue }) => `${ParameterName} = ${ParameterValue}`),
    ]
      .filter(Boolean)
      .join('\n'),
    context: 'pack',
    subject: { pack: name },
    empty: 'No rule has a result yet',
    pages: () => packRules(place, name),
  };
}

function packRules(place: Place, pack: string): AsyncIterator<Page, void> {
  const { connections, connection } = place;
  return pagesOf(
    async (NextToken) => {
      const { config } = await connections.clients(connection);
      const answer = await config.describeConformancePackCompliance({ ConformancePackName: pack, NextToken });
      const rules = answer.ConformancePackRuleComplianceList ?? [];
      const broken = rules.filter(({ ComplianceType: type }) => verdictOf(type) === 'NON_COMPLIANT');
      const mends = await remediationsOf(
        config,
        broken.map(({ ConfigRuleName: rule = '' }) => rule),
      );
      return { items: rules.map((rule) => ({ rule, mends })), next: answer.NextToken };
    },
    ({ rule: { ConfigRuleName: rule = '', ComplianceType: type }, mends }) => {
      const verdict = verdictOf(type);
      return ruleNode(place, rule, verdict, { description: verdictWords(verdict), mends });
    },
  );
}
