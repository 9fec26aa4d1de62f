/** The rules on what AWS Config reads, in the order in which they are listed. */

import { rule as changeMessages } from './change-messages.ts';
import { rule as duplicateAccount } from './duplicate-account.ts';
import { rule as duplicateConfigRule } from './duplicate-config-rule.ts';
import { rule as duplicateTrigger } from './duplicate-trigger.ts';
import { rule as emptyPolicy } from './empty-policy.ts';
import { rule as evaluationMode } from './evaluation-mode.ts';
import { rule as inputParameterMissing } from './input-parameter-missing.ts';
import { rule as inputParameterName } from './input-parameter-name.ts';
import { rule as inputParameterText } from './input-parameter-text.ts';
import { rule as inputParameterValue } from './input-parameter-value.ts';
import { rule as inputParameters } from './input-parameters.ts';
import { rule as lambdaFunctionArn } from './lambda-function-arn.ts';
import { rule as lambdaPermission } from './lambda-permission.ts';
import { rule as managedRuleIdentifier } from './managed-rule-identifier.ts';
import { rule as managedRuleWithdrawn } from './managed-rule-withdrawn.ts';
import { rule as packFunction } from './pack-function.ts';
import { rule as packInputs } from './pack-inputs.ts';
import { rule as packParameterType } from './pack-parameter-type.ts';
import { rule as packResourceType } from './pack-resource-type.ts';
import { rule as packSection } from './pack-section.ts';
import { rule as packSize } from './pack-size.ts';
import { rule as packTemplateSource } from './pack-template-source.ts';
import { rule as policyTrigger } from './policy-trigger.ts';
import { rule as rdkSource } from './rdk-source.ts';
import { rule as remediationAttempts } from './remediation-attempts.ts';
import { rule as remediationDocument } from './remediation-document.ts';
import { rule as remediationRole } from './remediation-role.ts';
import { rule as remediationRule } from './remediation-rule.ts';
import { rule as remediationType } from './remediation-type.ts';
import { rule as remediationValues } from './remediation-values.ts';
import { rule as resourceType } from './resource-type.ts';
import type { Rule } from './rule.ts';
import { rule as ruleName } from './rule-name.ts';
import { rule as ruleRegion } from './rule-region.ts';
import { rule as ruleScope } from './rule-scope.ts';
import { rule as ruleSource } from './rule-source.ts';
import { rule as scopeNotEvaluated } from './scope-not-evaluated.ts';
import { rule as serviceMember } from './service-member.ts';
import { rule as triggerFrequency } from './trigger-frequency.ts';
import { rule as undefinedReference } from './undefined-reference.ts';
import { rule as unusedFrequency } from './unused-frequency.ts';
import { rule as unusedPackParameter } from './unused-pack-parameter.ts';

export const configRules: readonly Rule[] = [
  ruleName,
  ruleSource,
  managedRuleIdentifier,
  managedRuleWithdrawn,
  lambdaFunctionArn,
  emptyPolicy,
  policyTrigger,
  triggerFrequency,
  unusedFrequency,
  changeMessages,
  duplicateTrigger,
  ruleScope,
  resourceType,
  scopeNotEvaluated,
  inputParameters,
  inputParameterText,
  inputParameterName,
  inputParameterMissing,
  inputParameterValue,
  evaluationMode,
  ruleRegion,
  duplicateConfigRule,
  serviceMember,
  duplicateAccount,
  lambdaPermission,
  packResourceType,
  packSection,
  packSize,
  packTemplateSource,
  packInputs,
  packParameterType,
  packFunction,
  undefinedReference,
  unusedPackParameter,
  remediationRule,
  remediationRole,
  remediationAttempts,
  remediationValues,
  remediationType,
  remediationDocument,
  rdkSource,
];
