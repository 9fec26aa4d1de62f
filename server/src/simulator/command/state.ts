/** The state of a Command document on one node, and what is asked of the node: plain data. */

import type { JsonMap } from '../json.ts';
import type { Platform } from './precondition.ts';
import type { CommandStep } from './program.ts';

export interface Target {
  platform: Platform;
  instanceId: string;
  region: string;
  platformName: string;
  platformVersion: string;
}

export type StepStatus = 'Pending' | 'InProgress' | 'Success' | 'Failed' | 'TimedOut' | 'Cancelled' | 'Skipped';

export interface StepResult {
  name: string;
  plugin: string;
  status: StepStatus;
  code: number;
  stdout: string;
  stderr: string;
  /** Both streams, as the console shows them. */
  output: string;
  started?: number;
  ended?: number;
}

/** Plain data: it can be saved and gone on with. */
export interface CommandState {
  status: StepStatus;
  now: number;
  target: Target;
  commandId: string;
  parameters: JsonMap;
  at: number;
  steps: StepResult[];
  /** Why the steps behind are skipped. */
  exit?: string;
  /** Reboots of the step that runs, which begins again after each. */
  reboots: number;
}

export type NodeEffect =
  /** Lines for one process of the shell; `seconds` is how long it may run. */
  | {
      kind: 'script';
      shell: 'shell' | 'powershell';
      script: string;
      environment: Record<string, string>;
      directory?: string;
      seconds: number;
    }
  /** Any other plugin, with its inputs filled in. */
  | { kind: 'plugin'; plugin: string; inputs: JsonMap; seconds: number }
  | { kind: 'reboot' }
  /** A parameter of Parameter Store that an input names. */
  | { kind: 'parameter'; name: string; secure: boolean };

export type NodeAnswer = { at?: number } & (
  | { type: 'exit'; code: number; stdout?: string; stderr?: string }
  | { type: 'value'; value: string }
  | { type: 'timeout'; stdout?: string; stderr?: string }
  | { type: 'cancel'; stdout?: string; stderr?: string }
);

export type CommandEvent =
  | { type: 'step'; step: CommandStep; result: StepResult }
  | { type: 'effect'; step: CommandStep; effect: NodeEffect }
  | { type: 'ended'; step: CommandStep; result: StepResult };
