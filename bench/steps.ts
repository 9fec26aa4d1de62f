/**
 * The steps of a measured document: twelve sorts in a fixed order, each a plain value.
 *
 * A step names the next one or an earlier output, as real runbooks do, so that references, jumps and expressions cost
 * what they cost there. Every sort is legal today.
 */

export type Step = Record<string, unknown>;

const script = `def run(events, context):
    import boto3
    import logging

    logger = logging.getLogger()
    client = boto3.client('ec2')
    found = client.describe_instances(InstanceIds=[events['InstanceId']])
    states = []
    for reservation in found['Reservations']:
        for instance in reservation['Instances']:
            # A stopped node is left alone: somebody stopped it on purpose.
            if instance['State']['Name'] != 'stopped':
                states.append({'id': instance['InstanceId'], 'state': instance['State']['Name']})
    logger.info('%d nodes', len(states))
    return {'Count': len(states), 'States': states, 'Setting': events.get('Setting', '')}
`;

const commands = ['#!/bin/bash', 'set -e', 'systemctl is-active amazon-ssm-agent || exit 1', 'df -h / | tail -1'];

const lenient = { onFailure: 'Continue', isCritical: false };

const sorts: { name: string; make: (at: Place) => Step }[] = [
  { name: 'describe', make: describe },
  { name: 'choose', make: choose },
  { name: 'pause', make: () => ({ action: 'aws:sleep', inputs: { Duration: 'PT30S' } }) },
  { name: 'compute', make: compute },
  { name: 'command', make: command },
  { name: 'assert', make: () => ({ action: 'aws:assertAwsResourceProperty', ...lenient, inputs: state() }) },
  { name: 'wait', make: () => ({ action: 'aws:waitForAwsResourceProperty', timeoutSeconds: 600, inputs: state() }) },
  { name: 'count', make: count },
  { name: 'each', make: each },
  { name: 'start', make: () => ({ action: 'aws:changeInstanceState', inputs: change(), isCritical: false }) },
  { name: 'child', make: child },
  { name: 'tag', make: tag },
];

interface Place {
  index: number;
  /** A parameter for the script. */
  setting: string;
  next: string;
  /** The name of the last step of a sort before this one. */
  before(sort: string): string;
}

export function stepName(index: number): string {
  return `${sorts[index % sorts.length]?.name}${index}`;
}

/** The step at a place of the chain, in a document with so many parameters `Setting…`. */
export function stepAt(index: number, settings: number): Step {
  const round = index - (index % sorts.length);
  const before = (sort: string): string => `${sort}${round + sorts.findIndex(({ name }) => name === sort)}`;
  const setting = settings > 0 ? `{{ Setting${(round / sorts.length) % settings} }}` : 'none';
  const made = sorts[index % sorts.length]?.make({ index, setting, next: stepName(index + 1), before }) ?? {};
  return { name: stepName(index), ...made };
}

function describe(at: Place): Step {
  return {
    action: 'aws:executeAwsApi',
    description: `Looks the node up, for the ${at.index}th time.`,
    inputs: { Service: 'ec2', Api: 'DescribeInstances', InstanceIds: ['{{ InstanceId }}'] },
    outputs: [
      { Name: 'State', Selector: '$.Reservations[0].Instances[0].State.Name', Type: 'String' },
      { Name: 'Image', Selector: '$.Reservations[0].Instances[0].ImageId', Type: 'String' },
    ],
    nextStep: at.next,
  };
}

function choose(at: Place): Step {
  const variable = `{{ ${at.before('describe')}.State }}`;
  const choices = [
    { NextStep: at.next, Variable: variable, StringEquals: 'stopped' },
    {
      NextStep: at.next,
      Or: [
        { Variable: variable, StringEquals: 'pending' },
        { Variable: variable, Contains: 'ing' },
      ],
    },
  ];
  return { action: 'aws:branch', inputs: { Choices: choices, Default: stepName(at.index + 1) } };
}

function compute(at: Place): Step {
  const State = `{{ ${at.before('describe')}.State }}`;
  const InputPayload = { InstanceId: '{{ InstanceId }}', State, Setting: at.setting };
  return {
    action: 'aws:executeScript',
    description: 'Counts the nodes that run.',
    onFailure: 'Abort',
    timeoutSeconds: 300,
    inputs: { Runtime: 'python3.11', Handler: 'run', InputPayload, Script: script },
    outputs: [
      { Name: 'Count', Selector: '$.Payload.Count', Type: 'Integer' },
      { Name: 'States', Selector: '$.Payload.States', Type: 'MapList' },
    ],
  };
}

function command(at: Place): Step {
  return {
    action: 'aws:runCommand',
    maxAttempts: 3,
    onFailure: `step:${at.next}`,
    isCritical: false,
    inputs: {
      DocumentName: 'AWS-RunShellScript',
      InstanceIds: ['{{ InstanceId }}'],
      Parameters: { commands, executionTimeout: ['600'] },
      CloudWatchOutputConfig: { CloudWatchOutputEnabled: true },
    },
  };
}

function state(): Step {
  const PropertySelector = '$.Reservations[0].Instances[0].State.Name';
  const DesiredValues = ['running', 'stopped'];
  return {
    Service: 'ec2',
    Api: 'DescribeInstances',
    InstanceIds: ['{{ InstanceId }}'],
    PropertySelector,
    DesiredValues,
  };
}

function count(at: Place): Step {
  return {
    action: 'aws:updateVariable',
    inputs: { Name: 'variable:tries', Value: `{{ ${at.before('compute')}.Count }}` },
  };
}

function each(at: Place): Step {
  const inner = { Service: 'ssm', Api: 'DescribeInstanceInformation' };
  const Steps = [
    { name: `look${at.index}`, action: 'aws:executeAwsApi', inputs: inner },
    { name: `less${at.index}`, action: 'aws:updateVariable', inputs: { Name: 'variable:tries', Value: 0 } },
    { name: `rest${at.index}`, action: 'aws:sleep', inputs: { Duration: 'PT5S' }, isEnd: true },
  ];
  const LoopCondition = { Variable: '{{ variable:tries }}', NumericGreater: 0 };
  return { action: 'aws:loop', inputs: { LoopCondition, MaxIterations: 10, Steps } };
}

function change(): Step {
  return { InstanceIds: ['{{ InstanceId }}'], DesiredState: 'running', CheckStateOnly: false };
}

function child(at: Place): Step {
  const Note = [`{{ ${at.before('describe')}.Image }}`];
  const RuntimeParameters = { InstanceId: ['{{ InstanceId }}'], Action: ['{{ Action }}'], Note };
  return { action: 'aws:executeAutomation', inputs: { DocumentName: 'AWS-RestartEC2Instance', RuntimeParameters } };
}

function tag(at: Place): Step {
  const Tags = [
    { Key: 'Checked', Value: '{{ global:DATE_TIME }}' },
    { Key: 'By', Value: `step ${at.index}` },
  ];
  return { action: 'aws:createTags', inputs: { ResourceType: 'EC2', ResourceIds: ['{{ InstanceId }}'], Tags } };
}
