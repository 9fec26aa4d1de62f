/**
 * How many steps a second the simulator takes: a loop of a hundred passes over steps of several kinds, with references,
 * selectors and a branch, answered at once.
 *
 * The peer's figure is one that was measured once, not in this run: it is no dependency of ours, and slow to install.
 */

import { parse } from '../server/src/language/index.ts';
import { compile, drive, type RunState, start } from '../server/src/simulator/index.ts';
import { type Effort, type Sample, takeTurns } from './measure.ts';
import { table } from './tables.ts';

export interface SimulatorRow {
  steps: number;
  run: Sample;
}

const wantedPerSecond = 10_000;
/** `@cdklabs/cdk-ssm-documents` 0.0.74, 300 steps of aws:executeAwsApi, as measured in November 2026. */
const peerMilliseconds = 2.7;

const document = `
schemaVersion: "0.3"
parameters: { Names: { type: StringList } }
variables: { Last: { type: String, default: none } }
outputs: [get.Id]
mainSteps:
  - name: each
    action: aws:loop
    inputs:
      Iterators: ["{{ Names }}"]
      Steps:
        - name: get
          action: aws:executeAwsApi
          inputs: { Service: ec2, Api: DescribeInstances, Filters: [{ Name: "tag:Name", Values: ["{{ each.CurrentIteratorValue }}"] }] }
          outputs:
            - { Name: Id, Selector: "$.Reservations[0].Instances[0].InstanceId", Type: String }
            - { Name: States, Selector: "$..State.Name", Type: StringList }
        - name: decide
          action: aws:branch
          inputs:
            Choices: [{ NextStep: keep, And: [{ Variable: "{{ get.Id }}", StartsWith: i- }, { Variable: "{{ each.CurrentIteration }}", NumericGreater: 0 }] }]
          isEnd: true
        - name: keep
          action: aws:updateVariable
          inputs: { Name: "variable:Last", Value: "{{ get.Id }} in {{ global:REGION }} on {{ global:DATE }}" }
        - name: wait
          action: aws:waitForAwsResourceProperty
          inputs: { Service: ec2, Api: DescribeInstances, PropertySelector: "$..State.Name", DesiredValues: [running] }
`;

const answer = { Reservations: [{ Instances: [{ InstanceId: 'i-0123456789abcdef0', State: { Name: 'running' } }] }] };

export async function measureSimulator(effort: Effort): Promise<SimulatorRow> {
  const [part] = parse(document).parts;
  if (part === undefined) throw new Error('the document of the benchmark cannot be read');
  const program = compile(part);
  const names = Array.from({ length: 100 }, (_, index) => `web-${index}`);
  const begin = (): RunState => {
    const system = { executionId: 'run', account: '123456789012', region: 'eu-west-1', partition: 'aws' };
    const state = start(program, { parameters: { Names: names }, system, now: 0 });
    if ('faults' in state) throw new Error(state.faults.join('; '));
    return state;
  };
  let steps = 0;
  drive(program, begin(), ({ type }) => {
    if (type === 'step') steps++;
    return { type: 'value', value: answer };
  });
  const { run } = await takeTurns(
    { run: () => drive(program, begin(), () => ({ type: 'value', value: answer })) },
    effort,
  );
  return { steps, run };
}

export function simulatorTable({ steps, run }: SimulatorRow): string {
  const perSecond = steps / (run.p50 / 1000);
  return table(
    ['steps', 'p50 ms', 'steps/s', 'target', 'verdict', 'peer, measured once'],
    [
      [
        String(steps),
        run.p50.toFixed(2),
        Math.round(perSecond).toLocaleString('en'),
        `≥ ${wantedPerSecond.toLocaleString('en')}`,
        perSecond >= wantedPerSecond ? 'met' : 'NOT MET',
        `${Math.round(peerMilliseconds / (run.p50 / steps))} ×`,
      ],
    ],
  );
}
