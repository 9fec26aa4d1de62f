/**
 * The pretend account: what it holds as plain data, a clock, ids, and jobs that wait for their time.
 *
 * Each part of the account (documents, runs, rules …) is a slice of the data that its own file declares and fills; so the
 * whole can be saved as JSON and gone on with. Jobs are data too: a kind and arguments. Nothing here touches the network or
 * the user's machine.
 */

import type { ServiceModel } from '../language/aws/model.ts';
import type { ConfigCatalogue } from '../language/configCatalogue.ts';
import type { Answer, Effect } from '../simulator/index.ts';
import type { Clock } from './clock.ts';
import type { Limits } from './wire/input.ts';

export interface Settings {
  accountId: string;
  region: string;
  /** Makes ids, durations and the demo fleet; the same seed gives the same account. */
  seed: number;
  /** Managed nodes of the demo fleet. */
  nodes: number;
  /** 0 runs everything at once, 1 takes the time that the real thing roughly takes. */
  pace: number;
}

export interface Job {
  at: number;
  kind: string;
  /** Plain data, enough to find what the job is about. */
  about: string;
}

export interface AccountData {
  /** Raised when the form of the data changes. */
  format: 1;
  settings: Settings;
  /** Ids given out so far. */
  count: number;
  jobs: Job[];
  slices: Record<string, unknown>;
}

/** What the account needs of its door: models read from disk, and texts of documents. */
export interface Library {
  model(service: string): ServiceModel | undefined;
  limits(service: string): Limits;
  /** The managed rules of AWS Config. */
  config(): ConfigCatalogue | undefined;
  /** The well-known documents, by name. */
  documents(): Readonly<Record<string, { content: string; type: string }>>;
}

/** Runs a script of a runbook; where an account has none, what scripts give is made up. */
export type ScriptRunner = (script: Extract<Effect, { kind: 'script' }>) => Promise<Answer>;

export type JobRunner = (account: Account, about: string) => void | Promise<void>;

export class Account {
  readonly data: AccountData;
  readonly clock: Clock;
  readonly library: Library;
  /** Called for a fault of ours in a job; the other jobs go on. */
  onFault: (error: unknown) => void = () => undefined;
  /** Counts what may have changed something; what was worked out stays true while it is the same. */
  private revision = 0;
  private readonly workedOut = new Map<string, { revision: number; value: unknown }>();
  /** Set by a door whose user wants scripts to be run. */
  scripts: ScriptRunner | undefined;
  private readonly runners: Readonly<Record<string, JobRunner>>;
  private cancelTimer: () => void = () => undefined;
  private running: Promise<void> | undefined;

  constructor(data: AccountData, clock: Clock, library: Library, runners: Readonly<Record<string, JobRunner>>) {
    this.data = data;
    this.clock = clock;
    this.library = library;
    this.runners = runners;
  }

  now(): number {
    return this.clock.now();
  }

  get settings(): Settings {
    return this.data.settings;
  }

  /** The ARN of a resource of this account. */
  arn(service: string, resource: string): string {
    return `arn:aws:${service}:${this.settings.region}:${this.settings.accountId}:${resource}`;
  }

  /** Lower-case hexadecimal digits that no other id of this account has. */
  hex(length: number): string {
    const random = randomOf(this.settings.seed * 7919 + this.data.count++);
    let digits = '';
    while (digits.length < length)
      digits += Math.floor(random() * 0x1000000)
        .toString(16)
        .padStart(6, '0');
    return digits.slice(0, length);
  }

  uuid(): string {
    const digits = this.hex(32);
    const variant = '89ab'.charAt(Number.parseInt(digits.charAt(16), 16) % 4);
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`;
  }

  /** A number from 0 up to 1, the next of the account's own row. */
  random(): number {
    return randomOf(this.settings.seed * 104729 + this.data.count++)();
  }

  /** Runs a job after a while, which the pace of the account shortens. */
  later(milliseconds: number, kind: string, about: string): void {
    this.at(this.now() + milliseconds * this.settings.pace, kind, about);
  }

  /** Runs a job at a time. */
  at(at: number, kind: string, about: string): void {
    const { jobs } = this.data;
    let [low, high] = [0, jobs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((jobs[middle]?.at ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    jobs.splice(low, 0, { at, kind, about });
    if (low === 0) this.setTimer();
  }

  /** Runs every job whose time has come, in order, and waits for them. */
  async runDue(): Promise<void> {
    while (this.running !== undefined) await this.running;
    // Jobs may all be over before there is a promise to keep: it is let go of afterwards, or no timer would ever be set again.
    this.running = this.runJobs().finally(() => {
      this.running = undefined;
      this.setTimer();
    });
    await this.running;
  }

  /** Something may be different now: what was worked out is worked out anew. */
  changed(): void {
    this.revision++;
  }

  /** What `work` gives, worked out once until something changes. */
  worksOut<T>(name: string, work: () => T): T {
    const known = this.workedOut.get(name);
    if (known?.revision === this.revision) return known.value as T;
    const value = work();
    this.workedOut.set(name, { revision: this.revision, value });
    return value;
  }

  private async runJobs(): Promise<void> {
    const { jobs } = this.data;
    for (let job = jobs[0]; job !== undefined && job.at <= this.now(); job = jobs[0]) {
      jobs.shift();
      try {
        await this.runners[job.kind]?.(this, job.about);
      } catch (error) {
        this.onFault(error);
      } finally {
        this.changed();
      }
    }
  }

  /** Lets time pass under a clock that is moved by hand, job by job. */
  async pass(milliseconds: number, clock: { set(at: number): void }): Promise<void> {
    const end = this.now() + milliseconds;
    for (let job = this.data.jobs[0]; job !== undefined && job.at <= end; job = this.data.jobs[0]) {
      clock.set(job.at);
      await this.runDue();
    }
    clock.set(end);
  }

  /** No job runs any more. */
  stop(): void {
    this.cancelTimer();
    this.cancelTimer = () => undefined;
    this.data.jobs.length = 0;
  }

  private setTimer(): void {
    this.cancelTimer();
    const next = this.data.jobs[0];
    if (next === undefined || this.running !== undefined) return;
    this.cancelTimer = this.clock.wake(next.at, () => void this.runDue());
  }
}

/** A part of the account's data, made when it is first asked for. */
export function slice<T>(name: string, initial: (account: Account) => T): (account: Account) => T {
  return (account) => {
    const { slices } = account.data;
    if (!Object.hasOwn(slices, name)) slices[name] = initial(account);
    return slices[name] as T;
  };
}

/** Numbers from 0 up to 1, the same for the same seed. */
export function randomOf(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const defaultSettings: Settings = {
  accountId: '123456789012',
  region: 'eu-west-1',
  seed: 1,
  nodes: 25,
  pace: 1,
};

export function newAccountData(settings: Partial<Settings> = {}): AccountData {
  return { format: 1, settings: { ...defaultSettings, ...settings }, count: 0, jobs: [], slices: {} };
}
