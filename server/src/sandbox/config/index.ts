/** Operations and jobs of AWS Config. */

import type { JobRunner } from '../account.ts';
import type { Operations } from '../operations.ts';
import * as compliance from './compliance.ts';
import * as details from './details.ts';
import * as evaluation from './evaluation.ts';
import * as remediation from './remediation.ts';
import * as remediationRuns from './remediationRuns.ts';
import * as rules from './rules.ts';

export const operations: Operations = {
  DeleteConfigRule: rules.deleteConfigRule,
  DeleteRemediationConfiguration: remediation.deleteRemediationConfiguration,
  DescribeComplianceByConfigRule: compliance.describeComplianceByConfigRule,
  DescribeComplianceByResource: compliance.describeComplianceByResource,
  DescribeConfigRuleEvaluationStatus: evaluation.describeConfigRuleEvaluationStatus,
  DescribeConfigRules: rules.describeConfigRules,
  DescribeRemediationConfigurations: remediation.describeRemediationConfigurations,
  DescribeRemediationExecutionStatus: remediationRuns.describeRemediationExecutionStatus,
  GetComplianceDetailsByConfigRule: details.getComplianceDetailsByConfigRule,
  GetComplianceDetailsByResource: details.getComplianceDetailsByResource,
  GetComplianceSummaryByConfigRule: compliance.getComplianceSummaryByConfigRule,
  GetComplianceSummaryByResourceType: compliance.getComplianceSummaryByResourceType,
  GetCustomRulePolicy: rules.getCustomRulePolicy,
  PutConfigRule: rules.putConfigRule,
  PutRemediationConfigurations: remediation.putRemediationConfigurations,
  StartConfigRulesEvaluation: evaluation.startConfigRulesEvaluation,
  StartRemediationExecution: remediation.startRemediationExecution,
};

export const jobs: Readonly<Record<string, JobRunner>> = {
  ...evaluation.evaluationJobs,
  ...remediationRuns.remediationJobs,
};
