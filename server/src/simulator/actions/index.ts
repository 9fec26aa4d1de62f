/** Every action of Automation by its name, but for `aws:loop`, which is control flow and the engine's own. */

import type { Action } from './action.ts';
import { assertAwsResourceProperty, executeAwsApi, waitForAwsResourceProperty } from './api.ts';
import { executeAutomation, executeScript, invokeLambdaFunction, invokeWebhook, runCommand } from './calls.ts';
import { branch, updateVariable } from './deciding.ts';
import { changeInstanceState, copyImage, createImage, createTags, deleteImage, runInstances } from './instances.ts';
import { createStack, deleteStack, executeStateMachine } from './stacks.ts';
import { approve, pause, sleep } from './waiting.ts';

export const actions: Readonly<Record<string, Action>> = {
  'aws:approve': approve,
  'aws:assertAwsResourceProperty': assertAwsResourceProperty,
  'aws:branch': branch,
  'aws:changeInstanceState': changeInstanceState,
  'aws:copyImage': copyImage,
  'aws:createImage': createImage,
  'aws:createStack': createStack,
  'aws:createTags': createTags,
  'aws:deleteImage': deleteImage,
  'aws:deleteStack': deleteStack,
  'aws:executeAutomation': executeAutomation,
  'aws:executeAwsApi': executeAwsApi,
  'aws:executeScript': executeScript,
  'aws:executeStateMachine': executeStateMachine,
  'aws:invokeLambdaFunction': invokeLambdaFunction,
  'aws:invokeWebhook': invokeWebhook,
  'aws:pause': pause,
  'aws:runCommand': runCommand,
  'aws:runInstances': runInstances,
  'aws:sleep': sleep,
  'aws:updateVariable': updateVariable,
  'aws:waitForAwsResourceProperty': waitForAwsResourceProperty,
};
