/**
 * What a run asks of its driver, and what the driver answers.
 *
 * The engine does nothing to the world: it yields an effect, and is resumed with its answer. The sandbox answers from its
 * account, the debugger from its launch configuration, tests from a table. Each answer brings the time.
 */

import type { Json, JsonMap } from './json.ts';

export type Effect =
  /** A call of an API; `service` and `operation` as the document writes them. Answer: the response. */
  | { kind: 'api'; service: string; operation: string; request: JsonMap; region?: string }
  /** `aws:executeScript`. Answer: what the handler returns. */
  | { kind: 'script'; runtime: string; handler?: string; script?: string; attachment?: string; payload: Json }
  /** `aws:runCommand`. Answer: `{CommandId, Status, ResponseCode?, Output?}` once it has ended. */
  | { kind: 'command'; request: JsonMap }
  /** `aws:executeAutomation`. Answer: `{ExecutionId, Status, Output?}` once it has ended. */
  | { kind: 'automation'; request: JsonMap }
  /** `aws:invokeWebhook`. Answer: `{Response, ResponseCode}`. */
  | { kind: 'webhook'; integration: string; body?: string }
  /** Time passes; `poll` between two looks at a resource. Answer: any, once it is `until`. */
  | { kind: 'sleep'; until: number; poll?: true }
  /** `aws:pause`. Answer: a signal. */
  | { kind: 'pause' }
  /** `aws:approve`. Answer: a signal for each decision. */
  | { kind: 'approval'; approvers: string[]; required: number; message?: string; topic?: string }
  /** An action that is not in the catalogue, such as one that AWS keeps to itself. Answer: what it gives. */
  | { kind: 'action'; action: string; inputs: JsonMap }
  /** A parameter of Parameter Store that a default names. Answer: its value. */
  | { kind: 'parameter'; name: string };

export type EffectKind = Effect['kind'];

/** `at` is the time at which the answer came; without it no time has passed. */
export type Answer = { at?: number } & (
  | { type: 'value'; value: Json }
  /** The service refused, or the script, command or child failed. */
  | { type: 'error'; code: string; message: string; status?: number; requestId?: string }
  /** The step's time is up. */
  | { type: 'timeout' }
  /** The user has stopped the run. */
  | { type: 'cancel' }
  | { type: 'signal'; signal: 'Approve' | 'Reject' | 'Resume'; by?: string; comment?: string }
);
