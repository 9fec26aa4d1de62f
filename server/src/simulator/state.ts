/**
 * The state of a run: plain data, so that it can be saved, restored, compared and moved to another step.
 *
 * Times are milliseconds since 1970, given by the driver with each answer; nothing here reads a clock. Statuses and fields
 * are those of the service's API (`AutomationExecution`, `StepExecution`), so that a door only has to rename them.
 */

import type { Answer, Effect } from './effects.ts';
import type { Json, JsonMap } from './json.ts';
import type { OptionName } from './options.ts';

export type Status =
  | 'Pending'
  | 'InProgress'
  | 'Waiting'
  | 'Success'
  | 'TimedOut'
  | 'Cancelling'
  | 'Cancelled'
  | 'Failed';

export type FailureStage = 'InputValidation' | 'PreVerification' | 'Invocation' | 'PostVerification';
export type FailureType = 'Action' | 'Permission' | 'Throttling' | 'Verification' | 'Internal';

/** What `{{ global:… }}` and `{{ automation:… }}` give. */
export interface System {
  executionId: string;
  account: string;
  region: string;
  partition: string;
}

/** One execution of a step; a step of a loop has one for each pass. */
export interface StepRecord {
  /** Unique within the run. */
  id: string;
  name: string;
  action: string;
  status: Status;
  started: number;
  ended?: number;
  /** Attempts begun so far. */
  attempts: number;
  inputs: JsonMap;
  /** Every output by name, typed. */
  outputs: JsonMap;
  /** What the action answered, before outputs were selected from it. */
  response?: Json;
  failure?: Failure;
  critical: boolean;
  /** For a step of a loop. */
  parent?: { id: string; name: string; iteration: number; value?: string };
  /** Where control went from here. */
  next?: string;
}

export interface Failure {
  stage: FailureStage;
  type: FailureType;
  /** In the service's words. */
  message: string;
  /** The error code of the API that refused, if one did. */
  code?: string;
}

/** A list of steps that is being run: the main steps first, and the body of each loop entered. */
export interface Frame {
  /** Index of the step that is running, or runs next. */
  at: number;
  /** For the body of a loop. */
  loop?: {
    /** Index into `records`. */
    record: number;
    /** Counted from 1. */
    iteration: number;
    /** Absent for a loop that goes on while a condition holds. */
    items?: Json[];
    deadline?: number;
    /** How the first critical step of the body that failed ended. */
    failed?: 'Failed' | 'TimedOut';
  };
}

/** A step that has begun and not ended. */
export interface Current {
  /** Index into `records`. */
  record: number;
  attempt: number;
  attemptStarted: number;
  deadline?: number;
  /** Answers to the effects of this attempt so far; the action replays them when a run is restored. */
  answers: Answer[];
}

/** Something a run depended on that no source settles. */
export interface Note {
  option: OptionName;
  step: string;
}

export interface RunState {
  status: Status;
  now: number;
  started: number;
  ended?: number;
  system: System;
  parameters: JsonMap;
  variables: JsonMap;
  /** Outputs of finished steps by the name of the step. */
  outputs: { [step: string]: JsonMap };
  records: StepRecord[];
  frames: Frame[];
  current?: Current;
  /** What is waited for, while the run stands at an effect. */
  waiting?: Effect;
  /** How the first critical step that failed ended; decides the end of the run. */
  critical?: 'Failed' | 'TimedOut';
  /** Set once a user has stopped the run: steps after `onCancel` run until then. */
  cancelled?: { until: number };
  failure?: string;
  /** What the document hands back, once the run has ended. */
  result?: { [output: string]: string[] };
  notes: Note[];
  /** Steps begun, for unique ids. */
  count: number;
}

export const finalStatuses: ReadonlySet<Status> = new Set(['Success', 'Failed', 'TimedOut', 'Cancelled']);

/** Thrown by an action, or where its inputs are read, and caught by the engine: the step has failed. */
export class StepFailure extends Error {
  readonly failure: Failure;
  readonly timedOut: boolean;
  /** What can be read of the step all the same, such as what a command printed before it failed. */
  readonly outputs: JsonMap;

  constructor(failure: Failure, { timedOut = false, outputs = {} }: { timedOut?: boolean; outputs?: JsonMap } = {}) {
    super(failure.message);
    this.failure = failure;
    this.timedOut = timedOut;
    this.outputs = outputs;
  }
}
