/** Config rules of the pretend account as the real SDK sees them: put, evaluated, remediated. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DeleteConfigRuleCommand,
  DeleteRemediationConfigurationCommand,
  DescribeComplianceByConfigRuleCommand,
  DescribeComplianceByResourceCommand,
  DescribeConfigRuleEvaluationStatusCommand,
  DescribeConfigRulesCommand,
  DescribeRemediationConfigurationsCommand,
  DescribeRemediationExecutionStatusCommand,
  GetComplianceDetailsByConfigRuleCommand,
  GetComplianceDetailsByResourceCommand,
  GetComplianceSummaryByConfigRuleCommand,
  GetComplianceSummaryByResourceTypeCommand,
  GetCustomRulePolicyCommand,
  PutConfigRuleCommand,
  PutRemediationConfigurationsCommand,
  paginateDescribeComplianceByResource,
  paginateGetComplianceDetailsByConfigRule,
  StartConfigRulesEvaluationCommand,
  StartRemediationExecutionCommand,
} from '@aws-sdk/client-config-service';
import { refused, withSandbox } from '../../helpers-sandbox.ts';

const s3Rule = { Owner: 'AWS', SourceIdentifier: 'S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED' } as const;

test('the account begins with two dozen rules, most of them with findings', () =>
  withSandbox(async ({ config }) => {
    const { ConfigRules = [] } = await config.send(new DescribeConfigRulesCommand({}));
    assert.ok(ConfigRules.length >= 24);
    assert.ok(ConfigRules.every(({ ConfigRuleState }) => ConfigRuleState === 'ACTIVE'));
    const { ComplianceSummary } = await config.send(new GetComplianceSummaryByConfigRuleCommand({}));
    assert.ok((ComplianceSummary?.NonCompliantResourceCount?.CappedCount ?? 0) > 12);
    assert.ok((ComplianceSummary?.CompliantResourceCount?.CappedCount ?? 0) > 0);
    const { ComplianceByConfigRules = [] } = await config.send(
      new DescribeComplianceByConfigRuleCommand({ ComplianceTypes: ['COMPLIANT'] }),
    );
    assert.ok(ComplianceByConfigRules.some(({ ConfigRuleName }) => ConfigRuleName === 'cloudtrail-enabled'));
    assert.ok(ComplianceByConfigRules.every(({ Compliance }) => Compliance?.ComplianceType === 'COMPLIANT'));
  }));

test('a rule is put, evaluated and deleted', () =>
  withSandbox(async ({ config, pass }) => {
    await config.send(new PutConfigRuleCommand({ ConfigRule: { ConfigRuleName: 'encryption', Source: s3Rule } }));
    const asked = { ConfigRuleNames: ['encryption'] };
    const first = await config.send(new DescribeComplianceByConfigRuleCommand(asked));
    assert.equal(first.ComplianceByConfigRules?.[0]?.Compliance?.ComplianceType, 'INSUFFICIENT_DATA');
    const before = await config.send(new DescribeConfigRuleEvaluationStatusCommand(asked));
    assert.equal(before.ConfigRulesEvaluationStatus?.[0]?.FirstEvaluationStarted, false);
    await pass(20);
    const then = await config.send(new DescribeComplianceByConfigRuleCommand(asked));
    assert.equal(then.ComplianceByConfigRules?.[0]?.Compliance?.ComplianceType, 'COMPLIANT');
    const after = await config.send(new DescribeConfigRuleEvaluationStatusCommand(asked));
    assert.ok(after.ConfigRulesEvaluationStatus?.[0]?.LastSuccessfulEvaluationTime instanceof Date);
    await config.send(new DeleteConfigRuleCommand({ ConfigRuleName: 'encryption' }));
    await pass(5);
    await assert.rejects(
      config.send(new DescribeConfigRulesCommand(asked)),
      refused('NoSuchConfigRuleException', /encryption/),
    );
    await assert.rejects(
      config.send(new DeleteConfigRuleCommand({ ConfigRuleName: 'encryption' })),
      refused('NoSuchConfigRuleException'),
    );
  }));

test('a faulty rule is refused in the words of the checks', () =>
  withSandbox(async ({ config }) => {
    const put = (identifier: string, parameters?: string) =>
      config.send(
        new PutConfigRuleCommand({
          ConfigRule: {
            ConfigRuleName: 'faulty',
            Source: { Owner: 'AWS', SourceIdentifier: identifier },
            ...(parameters !== undefined && { InputParameters: parameters }),
          },
        }),
      );
    await assert.rejects(
      put('S3_BUCKET_VERSIONING_ENABLD'),
      refused('InvalidParameterValueException', /S3_BUCKET_VERSIONING_ENABLD/),
    );
    await assert.rejects(put('REQUIRED_TAGS', '{"tag1Key":'), refused('InvalidParameterValueException'));
  }));

test('a custom policy keeps its text, and its results say that they are made up', () =>
  withSandbox(async ({ config, pass }) => {
    const PolicyText = 'rule named when resourceType == "AWS::EC2::Instance" { configuration.imageId exists }';
    await config.send(
      new PutConfigRuleCommand({
        ConfigRule: {
          ConfigRuleName: 'guarded',
          Scope: { ComplianceResourceTypes: ['AWS::EC2::Instance'] },
          Source: {
            Owner: 'CUSTOM_POLICY',
            SourceDetails: [{ EventSource: 'aws.config', MessageType: 'ConfigurationItemChangeNotification' }],
            CustomPolicyDetails: { PolicyRuntime: 'guard-2.x.x', PolicyText },
          },
        },
      }),
    );
    assert.equal(
      (await config.send(new GetCustomRulePolicyCommand({ ConfigRuleName: 'guarded' }))).PolicyText,
      PolicyText,
    );
    await pass(20);
    const { EvaluationResults = [] } = await config.send(
      new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: 'guarded', ComplianceTypes: ['NON_COMPLIANT'] }),
    );
    assert.ok(EvaluationResults.length > 0);
    assert.ok(EvaluationResults.every(({ Annotation }) => /made up/.test(Annotation ?? '')));
  }));

test('results by rule and by resource say the same', () =>
  withSandbox(async ({ config }) => {
    const details = [];
    for await (const page of paginateGetComplianceDetailsByConfigRule(
      { client: config, pageSize: 5 },
      { ConfigRuleName: 'encrypted-volumes' },
    ))
      details.push(...(page.EvaluationResults ?? []));
    assert.ok(details.length > 20);
    const broken = details.find(({ ComplianceType }) => ComplianceType === 'NON_COMPLIANT');
    const { ResourceType, ResourceId } = broken?.EvaluationResultIdentifier?.EvaluationResultQualifier ?? {};
    const byResource = await config.send(new GetComplianceDetailsByResourceCommand({ ResourceType, ResourceId }));
    assert.equal(byResource.EvaluationResults?.[0]?.ComplianceType, 'NON_COMPLIANT');
    const one = await config.send(new DescribeComplianceByResourceCommand({ ResourceType, ResourceId }));
    const rules = byResource.EvaluationResults?.filter(({ ComplianceType }) => ComplianceType === 'NON_COMPLIANT');
    assert.equal(one.ComplianceByResources?.[0]?.Compliance?.ComplianceContributorCount?.CappedCount, rules?.length);
    let resources = 0;
    for await (const page of paginateDescribeComplianceByResource(
      { client: config },
      { ResourceType: 'AWS::EC2::Volume', ComplianceTypes: ['NON_COMPLIANT'] },
    ))
      resources += page.ComplianceByResources?.length ?? 0;
    assert.equal(resources, details.filter(({ ComplianceType }) => ComplianceType === 'NON_COMPLIANT').length);
    const { ComplianceSummariesByResourceType = [] } = await config.send(
      new GetComplianceSummaryByResourceTypeCommand({ ResourceTypes: ['AWS::EC2::Volume'] }),
    );
    assert.equal(
      ComplianceSummariesByResourceType[0]?.ComplianceSummary?.NonCompliantResourceCount?.CappedCount,
      resources,
    );
    await assert.rejects(
      config.send(new DescribeComplianceByResourceCommand({ ResourceId })),
      refused('InvalidParameterValueException'),
    );
    await assert.rejects(
      config.send(new GetComplianceDetailsByResourceCommand({ ResourceId })),
      refused('InvalidParameterValueException'),
    );
  }));

test('an evaluation that is started twice within a minute is refused', () =>
  withSandbox(async ({ config, pass }) => {
    const asked = { ConfigRuleNames: ['required-tags'] };
    await config.send(new StartConfigRulesEvaluationCommand(asked));
    await assert.rejects(config.send(new StartConfigRulesEvaluationCommand(asked)), refused('LimitExceededException'));
    await pass(10);
    // It has ended by now, and is refused all the same; another rule is not.
    await assert.rejects(
      config.send(new StartConfigRulesEvaluationCommand(asked)),
      refused('LimitExceededException', /less than a minute ago/),
    );
    await config.send(new StartConfigRulesEvaluationCommand({ ConfigRuleNames: ['encrypted-volumes'] }));
    await pass(55);
    await config.send(new StartConfigRulesEvaluationCommand(asked));
  }));

test('a remediation stops an instance, which keeps the rule from then on', () =>
  withSandbox(async ({ config, pass }) => {
    const ConfigRuleName = 'ec2-instance-no-public-ip';
    const broken = async () =>
      (
        await config.send(
          new GetComplianceDetailsByConfigRuleCommand({
            ConfigRuleName,
            ComplianceTypes: ['NON_COMPLIANT'],
            Limit: 100,
          }),
        )
      ).EvaluationResults ?? [];
    const found = await broken();
    const resourceId = found[0]?.EvaluationResultIdentifier?.EvaluationResultQualifier?.ResourceId ?? '';
    const ResourceKeys = [{ resourceType: 'AWS::EC2::Instance' as const, resourceId }];
    const begun = await config.send(new StartRemediationExecutionCommand({ ConfigRuleName, ResourceKeys }));
    assert.deepEqual(begun.FailedItems, []);
    const state = async () =>
      (await config.send(new DescribeRemediationExecutionStatusCommand({ ConfigRuleName, ResourceKeys })))
        .RemediationExecutionStatuses?.[0];
    assert.equal((await state())?.State, 'QUEUED');
    await pass(3);
    assert.equal((await state())?.State, 'IN_PROGRESS');
    await assert.rejects(
      config.send(new DeleteRemediationConfigurationCommand({ ConfigRuleName })),
      refused('RemediationInProgressException'),
    );
    await pass(120);
    assert.equal((await state())?.State, 'SUCCEEDED');
    assert.ok((await state())?.StepDetails?.every(({ State }) => State === 'SUCCEEDED'));
    assert.equal((await broken()).length, found.length - 1);
  }));

test('an automatic remediation begins by itself; one that cannot run tells why', () =>
  withSandbox(async ({ config, pass }) => {
    const ConfigRuleName = 'rds-storage-encrypted';
    await config.send(
      new PutRemediationConfigurationsCommand({
        RemediationConfigurations: [
          {
            ConfigRuleName,
            TargetType: 'SSM_DOCUMENT',
            TargetId: 'Not-There-Yet',
            Automatic: true,
            MaximumAutomaticAttempts: 2,
            RetryAttemptSeconds: 60,
            Parameters: {
              AutomationAssumeRole: { StaticValue: { Values: ['arn:aws:iam::123456789012:role/remediation'] } },
              Id: { ResourceValue: { Value: 'RESOURCE_ID' } },
            },
          },
        ],
      }),
    );
    const { RemediationConfigurations = [] } = await config.send(
      new DescribeRemediationConfigurationsCommand({ ConfigRuleNames: [ConfigRuleName, 'required-tags'] }),
    );
    assert.deepEqual(
      RemediationConfigurations.map(({ TargetId }) => TargetId),
      ['Not-There-Yet'],
    );
    await config.send(new StartConfigRulesEvaluationCommand({ ConfigRuleNames: [ConfigRuleName] }));
    await pass(30);
    const { RemediationExecutionStatuses = [] } = await config.send(
      new DescribeRemediationExecutionStatusCommand({ ConfigRuleName }),
    );
    assert.equal(RemediationExecutionStatuses.length, 2);
    assert.equal(RemediationExecutionStatuses[0]?.State, 'FAILED');
    assert.match(RemediationExecutionStatuses[0]?.StepDetails?.[0]?.ErrorMessage ?? '', /Not-There-Yet/);
    await assert.rejects(
      config.send(new DeleteConfigRuleCommand({ ConfigRuleName })),
      refused('ResourceInUseException'),
    );
    await config.send(new DeleteRemediationConfigurationCommand({ ConfigRuleName }));
    await assert.rejects(
      config.send(
        new StartRemediationExecutionCommand({
          ConfigRuleName,
          ResourceKeys: [{ resourceType: 'AWS::RDS::DBInstance', resourceId: 'db-reporting' }],
        }),
      ),
      refused('NoSuchRemediationConfigurationException'),
    );
  }));

test('a remediation of a rule that is not there is refused', () =>
  withSandbox(async ({ config }) => {
    const configuration = {
      ConfigRuleName: 'nothing',
      TargetType: 'SSM_DOCUMENT',
      TargetId: 'AWS-StopEC2Instance',
    } as const;
    await assert.rejects(
      config.send(new PutRemediationConfigurationsCommand({ RemediationConfigurations: [configuration] })),
      refused('NoSuchConfigRuleException'),
    );
  }));

test('each remediation that the account begins with mends what its rule has found', () =>
  withSandbox(async ({ config, pass }) => {
    const { ConfigRules = [] } = await config.send(new DescribeConfigRulesCommand({}));
    const ConfigRuleNames = ConfigRules.map(({ ConfigRuleName = '' }) => ConfigRuleName);
    const { RemediationConfigurations = [] } = await config.send(
      new DescribeRemediationConfigurationsCommand({ ConfigRuleNames }),
    );
    assert.ok(RemediationConfigurations.length >= 4);
    for (const { ConfigRuleName = '' } of RemediationConfigurations) {
      const results = async () =>
        (
          await config.send(
            new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName, ComplianceTypes: ['NON_COMPLIANT'] }),
          )
        ).EvaluationResults ?? [];
      const broken = await results();
      assert.ok(broken.length > 0, ConfigRuleName);
      const ResourceKeys = broken.map(({ EvaluationResultIdentifier: found }) => ({
        resourceType: found?.EvaluationResultQualifier?.ResourceType as 'AWS::S3::Bucket',
        resourceId: found?.EvaluationResultQualifier?.ResourceId ?? '',
      }));
      await config.send(new StartRemediationExecutionCommand({ ConfigRuleName, ResourceKeys }));
      await pass(120);
      await config.send(new StartConfigRulesEvaluationCommand({ ConfigRuleNames: [ConfigRuleName] }));
      await pass(20);
      assert.deepEqual(await results(), [], ConfigRuleName);
    }
  }));
