/** The least that a document of each kind is: every one is clean once its holes are filled, and most before. */

import type { KindId } from '../kinds/index.ts';
import type { Stub } from './stub.ts';

type Entries = (readonly [string, Stub])[];

export interface Skeleton {
  kind: KindId;
  label: string;
  detail: string;
  entries: Entries;
}

const text = (value: string): Stub => ({ type: 'text', value });
const hole = (fallback: string): Stub => ({ type: 'hole', text: true, fallback });
const map = (...entries: Entries): Stub => ({ type: 'map', entries });
const list = (item: Stub): Stub => ({ type: 'list', item });
const flag = (first: boolean): Stub => ({
  type: 'hole',
  text: false,
  choices: first ? ['true', 'false'] : ['false', 'true'],
});

const managedRule: Entries = [
  ['ConfigRuleName', hole('encrypted-volumes')],
  ['Source', map(['Owner', text('AWS')], ['SourceIdentifier', hole('ENCRYPTED_VOLUMES')])],
];
const ruleResource: Stub = map(['Type', text('AWS::Config::ConfigRule')], ['Properties', map(...managedRule)]);

const role: Stub = map(['type', text('AWS::IAM::Role::Arn')], ['description', text('Role that the run works with.')]);

export const skeletons: readonly Skeleton[] = [
  {
    kind: 'run',
    label: 'Run file',
    detail: 'a script on managed nodes',
    entries: [
      ['run', hole('AWS-RunShellScript')],
      ['parameters', map(['commands', list(hole('uptime'))])],
      ['targets', map(['tags', map(['Env', list(hole('test'))])])],
      ['concurrency', hole('10%')],
      ['errors', { type: 'hole', text: false, fallback: '1' }],
    ],
  },
  {
    kind: 'automation',
    label: 'Automation runbook',
    detail: 'schemaVersion 0.3',
    entries: [
      ['schemaVersion', text('0.3')],
      ['description', hole('What the runbook does')],
      ['assumeRole', text('{{ AutomationAssumeRole }}')],
      ['parameters', map(['AutomationAssumeRole', role])],
      [
        'mainSteps',
        list(map(['name', hole('wait')], ['action', text('aws:sleep')], ['inputs', map(['Duration', hole('PT1M')])])),
      ],
    ],
  },
  {
    kind: 'command',
    label: 'Command document',
    detail: 'schemaVersion 2.2',
    entries: [
      ['schemaVersion', text('2.2')],
      ['description', hole('What the command does')],
      [
        'mainSteps',
        list(
          map(
            ['name', hole('run')],
            ['action', text('aws:runShellScript')],
            ['inputs', map(['runCommand', list(hole('uptime'))])],
          ),
        ),
      ],
    ],
  },
  {
    kind: 'session',
    label: 'Session preferences',
    detail: 'schemaVersion 1.0, Standard_Stream',
    entries: [
      ['schemaVersion', text('1.0')],
      ['description', hole('Preferences of Session Manager')],
      ['sessionType', text('Standard_Stream')],
      [
        'inputs',
        map(
          ['s3EncryptionEnabled', flag(true)],
          ['cloudWatchEncryptionEnabled', flag(true)],
          ['cloudWatchStreamingEnabled', flag(true)],
          ['runAsEnabled', flag(false)],
          ['idleSessionTimeout', hole('20')],
        ),
      ],
    ],
  },
  {
    kind: 'session',
    label: 'Session for a port',
    detail: 'schemaVersion 1.0, Port',
    entries: [
      ['schemaVersion', text('1.0')],
      ['description', hole('Forwards a port')],
      ['sessionType', text('Port')],
      ['parameters', map(['portNumber', map(['type', text('String')], ['default', hole('80')])])],
      ['properties', map(['portNumber', text('{{ portNumber }}')], ['type', text('LocalPortForwarding')])],
    ],
  },
  {
    kind: 'change-template',
    label: 'Change template',
    detail: 'schemaVersion 0.3',
    entries: [
      ['schemaVersion', text('0.3')],
      ['description', hole('What the change is')],
      ['templateInformation', hole('What a request has to say')],
      ['executableRunBooks', list(map(['name', hole('AWS-RestartEC2Instance')], ['version', text('$DEFAULT')]))],
      ['emergencyChange', flag(false)],
      ['autoApprovable', flag(false)],
      [
        'mainSteps',
        list(
          map(
            ['name', hole('approve')],
            ['action', text('aws:approve')],
            ['timeoutSeconds', { type: 'hole', text: false, fallback: '3600' }],
            [
              'inputs',
              map(
                ['Message', hole('Please approve this change')],
                [
                  'EnhancedApprovals',
                  map([
                    'Approvers',
                    list(
                      map(
                        ['approver', hole('ApproverRole')],
                        ['type', { type: 'hole', text: true, choices: ['IamRole', 'IamGroup', 'IamUser'] }],
                        ['minRequiredApprovals', { type: 'hole', text: false, fallback: '1' }],
                      ),
                    ),
                  ]),
                ],
              ),
            ],
          ),
        ),
      ],
    ],
  },
  {
    kind: 'package',
    label: 'Distributor package',
    detail: 'schemaVersion 2.0',
    entries: [
      ['schemaVersion', text('2.0')],
      ['version', hole('1.0.0')],
      ['packages', map(['amazon', map(['_any', map(['x86_64', map(['file', hole('package.zip')])])])])],
      ['files', map(['package.zip', map(['checksums', map(['sha256', hole('0'.repeat(64))])])])],
    ],
  },
  {
    kind: 'cloudformation-wrapper',
    label: 'CloudFormation template',
    detail: 'schemaVersion 1.0, with a templateBody',
    entries: [
      ['schemaVersion', text('1.0')],
      ['description', hole('What the template sets up')],
      ['templateBody', map(['Resources', map(['Bucket', map(['Type', hole('AWS::S3::Bucket')])])])],
    ],
  },
  {
    kind: 'conformance-pack-wrapper',
    label: 'Conformance pack',
    detail: 'schemaVersion 1.0, with Config rules',
    entries: [
      ['schemaVersion', text('1.0')],
      ['description', hole('What the pack checks')],
      ['templateBody', map(['Resources', map(['EncryptedVolumes', ruleResource])])],
    ],
  },
  {
    kind: 'config-rule',
    label: 'Config rule',
    detail: 'a managed rule, for the API and the CLI',
    entries: managedRule,
  },
  {
    kind: 'conformance-pack',
    label: 'Template of a conformance pack',
    detail: 'with a managed rule',
    entries: [['Resources', map(['EncryptedVolumes', ruleResource])]],
  },
];
