/** Operations and jobs of AWS Config. */

import type { JobRunner } from '../account.ts';
import type { Operations } from '../operations.ts';
import * as compliance from './compliance.ts';
import * as details from './details.ts';
import * as discovered from './discovered.ts';
import * as evaluation from './evaluation.ts';
import * as history from './history.ts';
import * as packCompliance from './packCompliance.ts';
import * as packs from './packs.ts';
import * as select from './query/select.ts';
import * as recorder from './recorder.ts';
import * as remediation from './remediation.ts';
import * as remediationRuns from './remediationRuns.ts';
import * as rules from './rules.ts';

export const operations: Operations = {
  BatchGetResourceConfig: discovered.batchGetResourceConfig,
  DeleteConfigRule: rules.deleteConfigRule,
  DeleteConformancePack: packs.deleteConformancePack,
  DeleteRemediationConfiguration: remediation.deleteRemediationConfiguration,
  DescribeComplianceByConfigRule: compliance.describeComplianceByConfigRule,
  DescribeComplianceByResource: compliance.describeComplianceByResource,
  DescribeConfigRuleEvaluationStatus: evaluation.describeConfigRuleEvaluationStatus,
  DescribeConfigRules: rules.describeConfigRules,
  DescribeConfigurationRecorderStatus: recorder.describeConfigurationRecorderStatus,
  DescribeConfigurationRecorders: recorder.describeConfigurationRecorders,
  DescribeConformancePackCompliance: packCompliance.describeConformancePackCompliance,
  DescribeConformancePackStatus: packs.describeConformancePackStatus,
  DescribeConformancePacks: packs.describeConformancePacks,
  DescribeRemediationConfigurations: remediation.describeRemediationConfigurations,
  DescribeRemediationExecutionStatus: remediationRuns.describeRemediationExecutionStatus,
  GetComplianceDetailsByConfigRule: details.getComplianceDetailsByConfigRule,
  GetComplianceDetailsByResource: details.getComplianceDetailsByResource,
  GetComplianceSummaryByConfigRule: compliance.getComplianceSummaryByConfigRule,
  GetComplianceSummaryByResourceType: compliance.getComplianceSummaryByResourceType,
  GetConformancePackComplianceDetails: packCompliance.getConformancePackComplianceDetails,
  GetConformancePackComplianceSummary: packCompliance.getConformancePackComplianceSummary,
  GetCustomRulePolicy: rules.getCustomRulePolicy,
  GetDiscoveredResourceCounts: discovered.getDiscoveredResourceCounts,
  GetResourceConfigHistory: history.getResourceConfigHistory,
  ListDiscoveredResources: discovered.listDiscoveredResources,
  PutConfigRule: rules.putConfigRule,
  PutConformancePack: packs.putConformancePack,
  PutRemediationConfigurations: remediation.putRemediationConfigurations,
  SelectResourceConfig: select.selectResourceConfig,
  StartConfigRulesEvaluation: evaluation.startConfigRulesEvaluation,
  StartRemediationExecution: remediation.startRemediationExecution,
};

export const jobs: Readonly<Record<string, JobRunner>> = {
  ...evaluation.evaluationJobs,
  ...packs.packJobs,
  ...remediationRuns.remediationJobs,
};
