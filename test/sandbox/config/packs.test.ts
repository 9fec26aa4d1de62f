/** Conformance packs of the pretend account as the real SDK sees them. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DeleteConfigRuleCommand,
  DeleteConformancePackCommand,
  DescribeConfigRulesCommand,
  DescribeConformancePackComplianceCommand,
  DescribeConformancePackStatusCommand,
  DescribeConformancePacksCommand,
  DescribeRemediationConfigurationsCommand,
  GetConformancePackComplianceDetailsCommand,
  GetConformancePackComplianceSummaryCommand,
  PutConformancePackCommand,
} from '@aws-sdk/client-config-service';
import { refused, withSandbox } from '../../helpers-sandbox.ts';

const template = `Parameters:
  KeyAge:
    Type: String
    Default: "180"
  Logged:
    Type: String
    Default: ""
Conditions:
  withLogs: !Not [!Equals ["", !Ref Logged]]
Resources:
  Keys:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: keys-rotated
      InputParameters:
        maxAccessKeyAge: !Ref KeyAge
      Source:
        Owner: AWS
        SourceIdentifier: ACCESS_KEYS_ROTATED
  Logs:
    Type: AWS::Config::ConfigRule
    Condition: withLogs
    Properties:
      ConfigRuleName: buckets-logged
      Source:
        Owner: AWS
        SourceIdentifier: S3_BUCKET_LOGGING_ENABLED
  Versions:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: !Sub "versions-in-\${AWS::Region}"
      Source:
        Owner: AWS
        SourceIdentifier: S3_BUCKET_VERSIONING_ENABLED
  Mend:
    Type: AWS::Config::RemediationConfiguration
    Properties:
      ConfigRuleName: keys-rotated
      TargetType: SSM_DOCUMENT
      TargetId: AWS-StopEC2Instance
      Parameters:
        InstanceId:
          ResourceValue:
            Value: RESOURCE_ID
`;

const Pack = { ConformancePackName: 'Basics' };

test('a pack makes its rules, which bear its id and are evaluated, and takes them away with it', () =>
  withSandbox(async ({ config, pass }) => {
    const put = { ...Pack, TemplateBody: template };
    const { ConformancePackArn } = await config.send(new PutConformancePackCommand(put));
    const status = async () =>
      (await config.send(new DescribeConformancePackStatusCommand({ ConformancePackNames: ['Basics'] })))
        .ConformancePackStatusDetails?.[0];
    assert.equal((await status())?.ConformancePackState, 'CREATE_IN_PROGRESS');
    await assert.rejects(config.send(new PutConformancePackCommand(put)), refused('ResourceInUseException'));
    await pass(30);
    assert.equal((await status())?.ConformancePackState, 'CREATE_COMPLETE');
    const { ConformancePackDetails = [] } = await config.send(new DescribeConformancePacksCommand({}));
    assert.equal(ConformancePackDetails[0]?.ConformancePackArn, ConformancePackArn);
    const { ConformancePackRuleComplianceList = [] } = await config.send(
      new DescribeConformancePackComplianceCommand(Pack),
    );
    const names = ConformancePackRuleComplianceList.map(({ ConfigRuleName }) => ConfigRuleName ?? '');
    assert.deepEqual(
      names.map((name) => name.replace(/-conformance-pack-[0-9a-f]{9}$/, '')),
      ['keys-rotated', 'versions-in-eu-west-1'],
    );
    const { ConfigRules = [] } = await config.send(new DescribeConfigRulesCommand({ ConfigRuleNames: names }));
    assert.equal(ConfigRules[0]?.InputParameters, '{"maxAccessKeyAge":"180"}');
    assert.equal(ConfigRules[0]?.CreatedBy, 'config-conforms.amazonaws.com');
    const { RemediationConfigurations = [] } = await config.send(
      new DescribeRemediationConfigurationsCommand({ ConfigRuleNames: names }),
    );
    assert.equal(RemediationConfigurations[0]?.ConfigRuleName, names[0]);
    await assert.rejects(
      config.send(new DeleteConfigRuleCommand({ ConfigRuleName: names[0] })),
      refused('ResourceInUseException', /Basics/),
    );
    await config.send(new DeleteConformancePackCommand(Pack));
    await pass(10);
    await assert.rejects(
      config.send(new DescribeConfigRulesCommand({ ConfigRuleNames: names })),
      refused('NoSuchConfigRuleException'),
    );
    await assert.rejects(
      config.send(new DeleteConformancePackCommand(Pack)),
      refused('NoSuchConformancePackException'),
    );
  }));

test('values for parameters are filled in, and conditions decide about rules', () =>
  withSandbox(async ({ config, pass }) => {
    await config.send(
      new PutConformancePackCommand({
        ...Pack,
        TemplateBody: template,
        ConformancePackInputParameters: [
          { ParameterName: 'KeyAge', ParameterValue: '400' },
          { ParameterName: 'Logged', ParameterValue: 'yes' },
        ],
      }),
    );
    await pass(30);
    const { ConformancePackRuleComplianceList = [] } = await config.send(
      new DescribeConformancePackComplianceCommand(Pack),
    );
    assert.equal(ConformancePackRuleComplianceList.length, 3);
    assert.equal(ConformancePackRuleComplianceList[0]?.ComplianceType, 'COMPLIANT');
    const { ConformancePackComplianceSummaryList = [] } = await config.send(
      new GetConformancePackComplianceSummaryCommand({ ConformancePackNames: ['Basics'] }),
    );
    assert.equal(ConformancePackComplianceSummaryList[0]?.ConformancePackComplianceStatus, 'NON_COMPLIANT');
    const { ConformancePackRuleEvaluationResults = [] } = await config.send(
      new GetConformancePackComplianceDetailsCommand({ ...Pack, Filters: { ComplianceType: 'NON_COMPLIANT' } }),
    );
    assert.ok(ConformancePackRuleEvaluationResults.length > 0);
    await assert.rejects(
      config.send(
        new GetConformancePackComplianceDetailsCommand({ ...Pack, Filters: { ConfigRuleNames: ['required-tags'] } }),
      ),
      refused('NoSuchConfigRuleInConformancePackException'),
    );
  }));

test('a faulty template is refused with the line of its fault', () =>
  withSandbox(async ({ config }) => {
    const put = (TemplateBody: string) => config.send(new PutConformancePackCommand({ ...Pack, TemplateBody }));
    await assert.rejects(
      put(template.replace('ACCESS_KEYS_ROTATED', 'ACCESS_KEYS_ROTATD')),
      refused('ConformancePackTemplateValidationException', /Line 19/),
    );
    await assert.rejects(
      put(template.replace('    Default: "180"\n', '')),
      refused('ConformancePackTemplateValidationException', /KeyAge/),
    );
    await assert.rejects(config.send(new PutConformancePackCommand(Pack)), refused('InvalidParameterValueException'));
  }));

test('the account begins with a pack, whose rules have findings', () =>
  withSandbox(async ({ config }) => {
    const { ConformancePackDetails = [] } = await config.send(new DescribeConformancePacksCommand({}));
    assert.deepEqual(
      ConformancePackDetails.map(({ ConformancePackName }) => ConformancePackName),
      ['storage-baseline'],
    );
    const pack = { ConformancePackName: 'storage-baseline' };
    const status = await config.send(new DescribeConformancePackStatusCommand({}));
    assert.equal(status.ConformancePackStatusDetails?.[0]?.ConformancePackState, 'CREATE_COMPLETE');
    const { ConformancePackRuleComplianceList = [] } = await config.send(
      new DescribeConformancePackComplianceCommand(pack),
    );
    assert.deepEqual(
      new Set(ConformancePackRuleComplianceList.map(({ ComplianceType }) => ComplianceType)),
      new Set(['COMPLIANT', 'NON_COMPLIANT']),
    );
    const { ConformancePackRuleEvaluationResults = [] } = await config.send(
      new GetConformancePackComplianceDetailsCommand({ ...pack, Filters: { ComplianceType: 'NON_COMPLIANT' } }),
    );
    assert.ok(ConformancePackRuleEvaluationResults.length > 0);
    const { RemediationConfigurations = [] } = await config.send(
      new DescribeRemediationConfigurationsCommand({
        ConfigRuleNames: ConformancePackRuleComplianceList.map(({ ConfigRuleName = '' }) => ConfigRuleName),
      }),
    );
    assert.equal(RemediationConfigurations[0]?.TargetId, 'AWS-ConfigureS3BucketVersioning');
  }));
