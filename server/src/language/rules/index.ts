/**
 * The ordered list of rules: those of the syntax and the shape, which the parser and the schemas report, and one file each
 * for the rest. Adding a rule is one file beside this one and one line here.
 */

import type { Severity } from '../problem.ts';
import { shapeRules } from '../shapeRules.ts';
import { suppressRules } from '../suppress.ts';
import { rule as agentPattern } from './agent-pattern.ts';
import { rule as allowedValueType } from './allowed-value-type.ts';
import { rule as allowedValues } from './allowed-values.ts';
import { rule as apiAnswer } from './api-answer.ts';
import { rule as apiDesiredValues } from './api-desired-values.ts';
import { rule as apiMember } from './api-member.ts';
import { rule as apiOperation } from './api-operation.ts';
import { rule as apiRequired } from './api-required.ts';
import { rule as apiService } from './api-service.ts';
import { rule as apiSpelling } from './api-spelling.ts';
import { rule as apiStreaming } from './api-streaming.ts';
import { rule as apiValue } from './api-value.ts';
import { rule as approvalCount } from './approval-count.ts';
import { rule as attachmentChecksum } from './attachment-checksum.ts';
import { rule as attachmentCount } from './attachment-count.ts';
import { rule as attachmentHandler } from './attachment-handler.ts';
import { rule as attachmentKind } from './attachment-kind.ts';
import { rule as attachmentUndeclared } from './attachment-undeclared.ts';
import { rule as attachmentUnused } from './attachment-unused.ts';
import { rule as calledDocument } from './called-document.ts';
import { rule as cancelTarget } from './cancel-target.ts';
import { rule as childOutput } from './child-output.ts';
import { rule as circularSteps } from './circular-steps.ts';
import { rule as commandTimeout } from './command-timeout.ts';
import { rule as conditionOperators } from './condition-operators.ts';
import { rule as conditionType } from './condition-type.ts';
import { configRules } from './configRules.ts';
import { rule as deepReference } from './deep-reference.ts';
import { rule as defaultLength } from './default-length.ts';
import { rule as defaultNotAllowed } from './default-not-allowed.ts';
import { rule as defaultPattern } from './default-pattern.ts';
import { rule as defaultReference } from './default-reference.ts';
import { rule as defaultType } from './default-type.ts';
import { rule as documentFormat } from './document-format.ts';
import { rule as documentName } from './document-name.ts';
import { rule as documentSize } from './document-size.ts';
import { rule as downloadInfo } from './download-info.ts';
import { rule as duplicateOutput } from './duplicate-output.ts';
import { rule as duplicateStep } from './duplicate-step.ts';
import { rule as endAndNext } from './end-and-next.ts';
import { rule as endlessCondition } from './endless-condition.ts';
import { rule as envVarPlace } from './env-var-place.ts';
import { rule as expressionAsKey } from './expression-as-key.ts';
import { guardRules } from './guardRules.ts';
import { rule as handlerMissing } from './handler-missing.ts';
import { rule as handlerOfPowershell } from './handler-of-powershell.ts';
import { rule as handlerParameters } from './handler-parameters.ts';
import { rule as handlerUndefined } from './handler-undefined.ts';
import { rule as hardCodedResource } from './hard-coded-resource.ts';
import { rule as hiddenFailure } from './hidden-failure.ts';
import { rule as idleLimit } from './idle-limit.ts';
import { rule as ignoredStepKey } from './ignored-step-key.ts';
import { rule as injectionCommand } from './injection-command.ts';
import { rule as injectionOldAgent } from './injection-old-agent.ts';
import { rule as injectionScript } from './injection-script.ts';
import { rule as insecureDownload } from './insecure-download.ts';
import { rule as invalidPattern } from './invalid-pattern.ts';
import { rule as inventoryPlace } from './inventory-place.ts';
import { rule as jsonText } from './json-text.ts';
import { rule as jumpToSelf } from './jump-to-self.ts';
import { rule as lambdaCall } from './lambda-call.ts';
import { rule as largeReturn } from './large-return.ts';
import { rule as lastStep } from './last-step.ts';
import { rule as limitOrder } from './limit-order.ts';
import { rule as listInText } from './list-in-text.ts';
import { rule as literalVariable } from './literal-variable.ts';
import { rule as longDefault } from './long-default.ts';
import { rule as loopJump } from './loop-jump.ts';
import { rule as loopValuePlace } from './loop-value-place.ts';
import { rule as malformedExpression } from './malformed-expression.ts';
import { rule as missingDefault } from './missing-default.ts';
import { rule as missingDescription } from './missing-description.ts';
import { rule as missingRole } from './missing-role.ts';
import { rule as missingTimeout } from './missing-timeout.ts';
import { rule as nestedLoop } from './nested-loop.ts';
import { rule as oldPrecondition } from './old-precondition.ts';
import { rule as oldSchema } from './old-schema.ts';
import { rule as ownOutput } from './own-output.ts';
import { rule as packageArguments } from './package-arguments.ts';
import { rule as parameterCount } from './parameter-count.ts';
import { rule as parameterStorePlace } from './parameter-store-place.ts';
import { rule as parameterType } from './parameter-type.ts';
import { rule as payloadKey } from './payload-key.ts';
import { rule as plainSecret } from './plain-secret.ts';
import { rule as platform } from './platform.ts';
import { rule as pluginOrder } from './plugin-order.ts';
import { rule as pluginVersion } from './plugin-version.ts';
import { rule as powershellModule } from './powershell-module.ts';
import { rule as preconditionForm } from './precondition-form.ts';
import { rule as pseudoParameter } from './pseudo-parameter.ts';
import { rule as reservedOutput } from './reserved-output.ts';
import { rule as retiredPlugin } from './retired-plugin.ts';
import { rule as roleForm } from './role-form.ts';
import type { Rule } from './rule.ts';
import { rule as runDocument } from './run-document.ts';
import { rule as runParameters } from './run-parameters.ts';
import { rule as runTargets } from './run-targets.ts';
import { rule as runbookOutput } from './runbook-output.ts';
import { rule as runtimeRetired } from './runtime-retired.ts';
import { rule as scriptDownload } from './script-download.ts';
import { rule as scriptRetries } from './script-retries.ts';
import { rule as scriptReturn } from './script-return.ts';
import { rule as scriptRole } from './script-role.ts';
import { rule as scriptSecret } from './script-secret.ts';
import { rule as scriptSyntax } from './script-syntax.ts';
import { rule as selectorList } from './selector-list.ts';
import { rule as selectorPath } from './selector-path.ts';
import { rule as selectorPayload } from './selector-payload.ts';
import { rule as selectorSyntax } from './selector-syntax.ts';
import { rule as selectorType } from './selector-type.ts';
import { rule as sessionForm } from './session-form.ts';
import { rule as sessionLogs } from './session-logs.ts';
import { rule as sessionUser } from './session-user.ts';
import { rule as severalNodesOutput } from './several-nodes-output.ts';
import { rule as shellAndPowershell } from './shell-and-powershell.ts';
import { rule as shellUnquotedVariable } from './shell-unquoted-variable.ts';
import { rule as shellUnsetVariable } from './shell-unset-variable.ts';
import { rule as sleepTime } from './sleep-time.ts';
import { rule as stackRetry } from './stack-retry.ts';
import { rule as strayBraces } from './stray-braces.ts';
import { rule as tagOneResource } from './tag-one-resource.ts';
import { rule as templateApprovals } from './template-approvals.ts';
import { rule as templateStep } from './template-step.ts';
import { rule as timeLimit } from './time-limit.ts';
import { rule as typeMismatch } from './type-mismatch.ts';
import { rule as unanchoredPattern } from './unanchored-pattern.ts';
import { rule as unknownAction } from './unknown-action.ts';
import { rule as unknownOutput } from './unknown-output.ts';
import { rule as unknownParameter } from './unknown-parameter.ts';
import { rule as unknownStep } from './unknown-step.ts';
import { rule as unknownSystemValue } from './unknown-system-value.ts';
import { rule as unknownVariable } from './unknown-variable.ts';
import { rule as unlimitedLoop } from './unlimited-loop.ts';
import { rule as unquotedVersion } from './unquoted-version.ts';
import { rule as unreachableStep } from './unreachable-step.ts';
import { rule as unrunnableDocument } from './unrunnable-document.ts';
import { rule as unsetOutput } from './unset-output.ts';
import { rule as unusedParameter } from './unused-parameter.ts';
import { rule as unusedVariable } from './unused-variable.ts';
import { rule as updateVariableName } from './update-variable-name.ts';
import { rule as userData } from './user-data.ts';
import { rule as variableValue } from './variable-value.ts';
import { rule as wrongSchemaKey } from './wrong-schema-key.ts';

export interface RuleInfo {
  id: string;
  severity: Severity;
  /** Reports with a lower severity too; those can be turned off, its errors cannot. */
  mayWarn?: boolean;
  /** One sentence: what the rule is against. */
  summary: string;
}

export const rules: readonly Rule[] = [
  wrongSchemaKey,
  unquotedVersion,
  unknownAction,
  duplicateStep,
  duplicateOutput,
  reservedOutput,
  unknownStep,
  endAndNext,
  jumpToSelf,
  cancelTarget,
  conditionOperators,
  literalVariable,
  loopValuePlace,
  unknownParameter,
  unknownVariable,
  unknownOutput,
  deepReference,
  ownOutput,
  unknownSystemValue,
  parameterStorePlace,
  defaultReference,
  malformedExpression,
  strayBraces,
  expressionAsKey,
  pseudoParameter,
  runbookOutput,
  roleForm,
  updateVariableName,
  pluginVersion,
  oldSchema,
  oldPrecondition,
  circularSteps,
  unreachableStep,
  unsetOutput,
  missingDefault,
  loopJump,
  nestedLoop,
  endlessCondition,
  unlimitedLoop,
  hiddenFailure,
  timeLimit,
  missingTimeout,
  missingRole,
  preconditionForm,
  platform,
  sleepTime,
  approvalCount,
  templateApprovals,
  templateStep,
  severalNodesOutput,
  tagOneResource,
  stackRetry,
  childOutput,
  lambdaCall,
  userData,
  jsonText,
  retiredPlugin,
  ignoredStepKey,
  lastStep,
  commandTimeout,
  packageArguments,
  downloadInfo,
  insecureDownload,
  runDocument,
  pluginOrder,
  inventoryPlace,
  sessionForm,
  sessionUser,
  sessionLogs,
  calledDocument,
  apiService,
  apiOperation,
  apiSpelling,
  apiStreaming,
  apiMember,
  apiRequired,
  apiValue,
  apiDesiredValues,
  apiAnswer,
  selectorSyntax,
  selectorPath,
  selectorType,
  selectorList,
  selectorPayload,
  scriptSyntax,
  handlerMissing,
  handlerOfPowershell,
  handlerUndefined,
  handlerParameters,
  runtimeRetired,
  attachmentUndeclared,
  attachmentUnused,
  attachmentChecksum,
  attachmentCount,
  attachmentKind,
  attachmentHandler,
  payloadKey,
  scriptReturn,
  largeReturn,
  scriptRole,
  scriptRetries,
  powershellModule,
  injectionScript,
  injectionCommand,
  injectionOldAgent,
  shellUnquotedVariable,
  shellUnsetVariable,
  shellAndPowershell,
  scriptDownload,
  scriptSecret,
  documentName,
  documentFormat,
  documentSize,
  parameterType,
  defaultType,
  defaultNotAllowed,
  defaultPattern,
  defaultLength,
  longDefault,
  invalidPattern,
  agentPattern,
  unanchoredPattern,
  allowedValueType,
  allowedValues,
  limitOrder,
  idleLimit,
  envVarPlace,
  parameterCount,
  plainSecret,
  hardCodedResource,
  typeMismatch,
  listInText,
  conditionType,
  variableValue,
  unusedParameter,
  unusedVariable,
  missingDescription,
  ...configRules,
  ...guardRules,
  unrunnableDocument,
  runParameters,
  runTargets,
];

const syntaxRules: readonly RuleInfo[] = [
  { id: 'yaml-syntax', severity: 'error', summary: 'The text is not YAML.' },
  { id: 'json-syntax', severity: 'error', summary: 'The text is not JSON.' },
  { id: 'duplicate-key', severity: 'warning', summary: 'A key stands twice in one map; one of the two is lost.' },
];

/** What every rule is called and how grave it is, for reports and configuration. */
export const ruleInfos: readonly RuleInfo[] = [
  ...syntaxRules,
  ...suppressRules,
  ...shapeRules,
  ...rules.map(({ id, severity, mayWarn = false, summary }) => ({ id, severity, mayWarn, summary })),
];
