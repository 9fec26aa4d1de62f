/**
 * The plain data of running a document: what a document asks for, what is to be sent, and what is wrong with it.
 *
 * `R` is how places are written: offsets here, lines and columns in `protocol.ts`. The requests have the member names and
 * units of the service (SendCommand and StartAutomationExecution of Systems Manager), so that a client passes them on.
 */

import type { Range } from '../problem.ts';

/** The kinds of document that a run file runs. */
export type RunKind = 'automation' | 'command';

/** What a run of a document needs to be told. */
export interface Runnable {
  kind: RunKind;
  /** The name it has, or probably has, where it is published. */
  name: string;
  description?: string;
  parameters: RunnableParameter[];
  /** `required` for a Command document, which runs on nodes; a runbook can be run once for each target. */
  targets: 'required' | 'optional';
  /** The parameter of a runbook that most likely takes the id of each target. */
  targetParameter?: string;
  /** Platforms that its steps run on, such as `Linux`; absent when it does not say. */
  platforms?: string[];
  /** Why one should think twice: the document is well known to terminate, delete, stop or reboot. A sentence. */
  destructive?: string;
  schemaVersion?: string;
}

export interface RunnableParameter {
  name: string;
  /** As declared: `String`, `StringList`, `AWS::EC2::Instance::Id`, `List<AWS::EC2::Instance::Id>` and so on. */
  type: string;
  required: boolean;
  description?: string;
  /** The default in the form that the service takes values in. */
  default?: string[];
  allowed?: string[];
  /** The `allowedPattern`, as written. */
  pattern?: string;
}

/** What was given to a run before, for a run file that begins with it. */
export interface RunInputs {
  /** Values as the service takes them: a list of texts for each parameter. */
  parameters?: Readonly<Record<string, readonly string[]>>;
  ids?: readonly string[];
  tags?: Readonly<Record<string, readonly string[]>>;
  group?: string;
  /** The parameter of a runbook that takes each target. */
  targetParameter?: string;
  concurrency?: string;
  errors?: string;
  comment?: string;
  /** Seconds. */
  timeout?: number;
}

export interface TargetOfRun {
  Key: string;
  Values: string[];
}

/** The input of SendCommand. */
export interface CommandInput {
  DocumentName: string;
  DocumentVersion?: string;
  Parameters?: Record<string, string[]>;
  InstanceIds?: string[];
  Targets?: TargetOfRun[];
  MaxConcurrency?: string;
  MaxErrors?: string;
  Comment?: string;
  TimeoutSeconds?: number;
  OutputS3BucketName?: string;
  OutputS3KeyPrefix?: string;
  CloudWatchOutputConfig?: { CloudWatchLogGroupName?: string; CloudWatchOutputEnabled: boolean };
}

/** The input of StartAutomationExecution. */
export interface AutomationInput {
  DocumentName: string;
  DocumentVersion?: string;
  Parameters?: Record<string, string[]>;
  TargetParameterName?: string;
  Targets?: TargetOfRun[];
  MaxConcurrency?: string;
  MaxErrors?: string;
  TargetLocations?: LocationOfRun[];
}

export interface LocationOfRun {
  Accounts: string[];
  Regions: string[];
  ExecutionRoleName?: string;
  TargetLocationMaxConcurrency?: string;
  TargetLocationMaxErrors?: string;
}

/** What is to be sent. */
export type RunRequest = { kind: 'command'; input: CommandInput } | { kind: 'automation'; input: AutomationInput };

/** Which account is meant. */
export interface AccountPlace {
  /** Name of a connection; absent for the current one. */
  account?: string;
  /** Absent for the Region of the connection. */
  region?: string;
}

/** The document that a run file names. */
export interface NamedDocument extends AccountPlace {
  /** As written after `run:`. */
  name: string;
  version?: string;
}

/** Values of an account that are asked for, for completion. */
export interface Live extends AccountPlace {
  kind:
    | 'nodes' // managed nodes
    | 'tagKeys' // keys of tags of managed nodes; with the type of a parameter as `key`, of such resources
    | 'tagValues' // values of the tag `key`
    | 'documents' // Automation and Command documents
    | 'documentVersions' // versions of the document `key`, $DEFAULT and $LATEST aside
    | 'resourceGroups'
    | 'roles' // ARNs of roles
    | 'buckets'
    | 'logGroups'
    | 'connections' // names of the connections of the client
    | 'regions'
    | 'ofType'; // what a parameter of the type `key` takes, such as AWS::EC2::Instance::Id
  /** Of what, where the kind needs it. */
  key?: string;
  /** What is typed so far; only a help, since what does not fit is left out anyway. */
  prefix: string;
}

export interface LiveAnswer {
  value: string;
  /** What it is called, where the value alone says little: the name of a node. */
  label?: string;
  /** A few words more. */
  detail?: string;
}

export interface RunProblem<R = Range> {
  severity: 'error' | 'warning';
  message: string;
  range: R;
}

/**
 * What a run file comes to. `request` is there when nothing stands in its way; `unknown` when the text of the document is
 * needed first, which is not in the workspace; `problems` are the errors, and the warnings beside a request.
 */
export interface RunAnswer<R = Range> {
  document?: NamedDocument;
  request?: RunRequest;
  unknown?: true;
  problems: RunProblem<R>[];
}

/** Where a step of a document stands. */
export interface StepPlace<R = Range> {
  name: string;
  action?: string;
  /** All of the step. */
  range: R;
  /** Its name, or its first line. */
  selection: R;
}
