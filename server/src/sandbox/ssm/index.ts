/** Operations and jobs of Systems Manager. */

import type { Account, JobRunner } from '../account.ts';
import type { Operations } from '../operations.ts';
import * as associations from './associations/index.ts';
import { associationsOf } from './associations/store.ts';
import { automationJobs, wakeJobs } from './automationDriver.ts';
import * as automations from './automations.ts';
import * as automationViews from './automationViews.ts';
import { commandJobs } from './commandDriver.ts';
import * as commands from './commands.ts';
import * as compliance from './compliance/index.ts';
import * as documentChanges from './documentChanges.ts';
import { listDocuments } from './documentList.ts';
import * as sharing from './documentSharing.ts';
import * as documents from './documents.ts';
import * as inventory from './inventory/index.ts';
import * as nodes from './nodes.ts';
import * as opsItemLinks from './opsItemLinks.ts';
import * as opsItems from './opsItems.ts';
import { getOpsSummary } from './opsSummary.ts';
import * as parameterChanges from './parameterChanges.ts';
import * as parameterReads from './parameterReads.ts';
import * as patches from './patches/index.ts';
import * as sessions from './sessions.ts';
import * as tags from './tagOperations.ts';
import * as windows from './windows/index.ts';
import { windowsOf } from './windows/store.ts';

export const operations: Operations = {
  ...associations.operations,
  ...compliance.operations,
  ...inventory.operations,
  ...patches.operations,
  ...windows.operations,
  AddTagsToResource: tags.addTagsToResource,
  AssociateOpsItemRelatedItem: opsItemLinks.associateRelatedItem,
  CancelCommand: commands.cancelCommand,
  CreateDocument: documentChanges.createDocument,
  DeleteDocument: documentChanges.deleteDocument,
  CreateOpsItem: opsItems.createOpsItem,
  DeleteOpsItem: opsItems.deleteOpsItem,
  DeleteParameter: parameterChanges.deleteParameter,
  DeleteParameters: parameterChanges.deleteParameters,
  DescribeAutomationExecutions: automationViews.describeAutomationExecutions,
  DescribeAutomationStepExecutions: automationViews.describeAutomationStepExecutions,
  DescribeDocument: documents.describeDocument,
  DescribeDocumentPermission: sharing.describeDocumentPermission,
  DescribeInstanceInformation: nodes.describeInstanceInformation,
  DescribeInstanceProperties: nodes.describeInstanceProperties,
  DescribeOpsItems: opsItems.describeOpsItems,
  DescribeParameters: parameterReads.describeParameters,
  DescribeSessions: sessions.describeSessions,
  DisassociateOpsItemRelatedItem: opsItemLinks.disassociateRelatedItem,
  GetAutomationExecution: automationViews.getAutomationExecution,
  GetCommandInvocation: commands.getCommandInvocation,
  GetConnectionStatus: nodes.getConnectionStatus,
  GetDocument: documents.getDocument,
  GetOpsItem: opsItems.getOpsItem,
  GetOpsSummary: getOpsSummary,
  GetParameter: parameterReads.getParameter,
  GetParameterHistory: parameterReads.getParameterHistory,
  GetParameters: parameterReads.getParameters,
  GetParametersByPath: parameterReads.getParametersByPath,
  LabelParameterVersion: parameterChanges.labelParameterVersion,
  ListCommandInvocations: commands.listCommandInvocations,
  ListCommands: commands.listCommands,
  ListDocumentVersions: documents.listDocumentVersions,
  ListDocuments: listDocuments,
  ListOpsItemEvents: opsItemLinks.listEvents,
  ListOpsItemRelatedItems: opsItemLinks.listRelatedItems,
  ListTagsForResource: tags.listTagsForResource,
  ModifyDocumentPermission: sharing.modifyDocumentPermission,
  PutParameter: parameterChanges.putParameter,
  RemoveTagsFromResource: tags.removeTagsFromResource,
  ResumeSession: sessions.resumeSession,
  SendAutomationSignal: automations.sendAutomationSignal,
  SendCommand: commands.sendCommand,
  StartAutomationExecution: automations.startAutomationExecution,
  StartSession: sessions.startSession,
  StopAutomationExecution: automations.stopAutomationExecution,
  TerminateSession: sessions.terminateSession,
  UnlabelParameterVersion: parameterChanges.unlabelParameterVersion,
  UpdateDocument: documentChanges.updateDocument,
  UpdateDocumentDefaultVersion: documentChanges.updateDocumentDefaultVersion,
  UpdateOpsItem: opsItems.updateOpsItem,
};

export const jobs: Readonly<Record<string, JobRunner>> = {
  ...associations.associationJobs,
  ...automationJobs,
  ...wakeJobs,
  ...commandJobs,
  ...sessions.sessionJobs,
  ...windows.windowJobs,
};

/** Makes what runs by itself, so that its times come even if nobody asks for it. */
export function begin(account: Account): void {
  associationsOf(account);
  windowsOf(account);
}
