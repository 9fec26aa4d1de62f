/**
 * The documents that a new account owns: two runbooks and a Command document, with the versions that a team makes over the
 * weeks. One is shared with another account, and one comes from there.
 */

import type { Account } from '../../account.ts';
import type { DocumentVersion, StoredDocument } from '../documents.ts';

interface Demo {
  name: string;
  type: 'Automation' | 'Command';
  targetType?: string;
  /** The oldest first. */
  versions: { daysAgo: number; name?: string; content: string }[];
  defaultVersion: string;
  sharedWith?: string[];
  /** True for a document of the other account, shared with this one. */
  foreign?: true;
}

const otherAccount = '210987654321';

const restartHead = `schemaVersion: "0.3"
description: Restarts the web server of a node of the shop, and looks whether it answers.
parameters:
  InstanceId:
    type: String
    description: (Required) The node.
`;

const restartStep = `  - name: restartWebServer
    action: aws:runCommand
    inputs:
      DocumentName: AWS-RunShellScript
      InstanceIds:
        - "{{ InstanceId }}"
      Parameters:
        commands:
          - systemctl restart UNIT
`;

const lookStep = `  - name: lookAtIt
    action: aws:runCommand
    inputs:
      DocumentName: AWS-RunShellScript
      InstanceIds:
        - "{{ InstanceId }}"
      Parameters:
        commands:
          - curl --silent --fail http://localhost/health
    isEnd: true
`;

const patch = `schemaVersion: "0.3"
description: Patches the nodes of a patch group once somebody has agreed.
parameters:
  PatchGroup:
    type: String
    description: (Required) The patch group, such as linux-prod.
  Approvers:
    type: StringList
    description: (Required) The users who may agree.
mainSteps:
  - name: askTheTeam
    action: aws:approve
    timeoutSeconds: 86400
    onFailure: Abort
    inputs:
      Approvers: "{{ Approvers }}"
      MinRequiredApprovals: 1
      Message: Patch the nodes of {{ PatchGroup }} tonight?
  - name: installPatches
    action: aws:runCommand
    inputs:
      DocumentName: AWS-RunPatchBaseline
      Targets:
        - Key: tag:Patch Group
          Values:
            - "{{ PatchGroup }}"
      Parameters:
        Operation: Install
    isEnd: true
`;

const path = `parameters:
  Path:
    type: String
    description: (Optional) The folder to look at.
    default: /
    allowedPattern: ^/[\\w/.-]*$
`;

const report = (command: string, parameters = ''): string => `schemaVersion: "2.2"
description: How full the disks of a node are.
${parameters}mainSteps:
  - name: report
    action: aws:runShellScript
    inputs:
      runCommand:
        - ${command}
`;

const health = 'description: Whether a node is well, by the platform team.';

const demos: readonly Demo[] = [
  {
    name: 'Shop-RestartWebServer',
    type: 'Automation',
    targetType: '/AWS::EC2::Instance',
    versions: [
      {
        daysAgo: 64,
        content: `${restartHead}mainSteps:\n${restartStep.replace('UNIT', 'nginx')}    isEnd: true\n`,
      },
      {
        daysAgo: 31,
        name: 'with-a-look',
        content: `${restartHead}mainSteps:\n${restartStep.replace('UNIT', 'nginx')}${lookStep}`,
      },
      {
        daysAgo: 4,
        name: 'drains-first',
        content: `${restartHead}mainSteps:
  - name: drain
    action: aws:sleep
    inputs:
      Duration: PT2H
${restartStep.replace('UNIT', 'nginx')}${lookStep}`,
      },
    ],
    defaultVersion: '2',
  },
  {
    name: 'Shop-PatchWithApproval',
    type: 'Automation',
    versions: [{ daysAgo: 20, content: patch }],
    defaultVersion: '1',
  },
  {
    name: 'Shop-DiskReport',
    type: 'Command',
    versions: [
      { daysAgo: 90, content: report('df -h') },
      { daysAgo: 12, name: 'with-a-path', content: report('df -h {{ Path }}', path) },
    ],
    defaultVersion: '2',
    sharedWith: [otherAccount],
  },
  {
    name: 'Platform-HealthCheck',
    type: 'Command',
    versions: [{ daysAgo: 200, content: report('systemctl is-system-running').replace(/description: .*/, health) }],
    defaultVersion: '1',
    foreign: true,
  },
];

const day = 86_400_000;

/** The documents of a new account by name. */
export function demoDocuments(account: Account): Record<string, StoredDocument> {
  const now = account.now();
  return Object.fromEntries(
    demos.map(({ versions, sharedWith = [], foreign, ...demo }): [string, StoredDocument] => {
      const kept = versions.map(({ daysAgo, name, content }, index): DocumentVersion => {
        const created = now - daysAgo * day;
        return { version: String(index + 1), content, format: 'YAML', created, ...(name !== undefined && { name }) };
      });
      const [first] = kept;
      const { accountId, region } = account.settings;
      const all = { ...demo, created: first?.created ?? now, versions: kept };
      if (!foreign) return [demo.name, { ...all, owner: accountId, sharedWith }];
      const name = `arn:aws:ssm:${region}:${otherAccount}:document/${demo.name}`;
      return [name, { ...all, name, owner: otherAccount, sharedWith: [accountId] }];
    }),
  );
}
