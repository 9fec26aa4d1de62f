/** Actions on EC2 instances and images: each is a call, and looking until what was asked is true. */

import { actionFailed, badInput } from '../failures.ts';
import { isMap, type Json, type JsonMap, member, textOfValue, textsOf } from '../json.ts';
import { evaluate } from '../selector.ts';
import { type Action, type Call, callApi, flag, pick, poll, type Running, required, requiredList } from './action.ts';

const changes: Record<string, { operation: string; extra: string[] }> = {
  running: { operation: 'StartInstances', extra: ['AdditionalInfo'] },
  stopped: { operation: 'StopInstances', extra: ['Force'] },
  terminated: { operation: 'TerminateInstances', extra: [] },
};

export const changeInstanceState: Action = function* (call) {
  const { inputs } = call;
  const InstanceIds = requiredList(inputs, 'InstanceIds');
  const wanted = required(inputs, 'DesiredState');
  const change = changes[wanted];
  if (change === undefined) throw badInput(`"${wanted}" is no DesiredState: running, stopped or terminated`);
  if (!flag(member(inputs, 'CheckStateOnly')))
    yield* callApi('ec2', change.operation, { InstanceIds, ...pick(inputs, change.extra) });
  const states = yield* poll(
    call,
    () => callApi('ec2', 'DescribeInstances', { InstanceIds }),
    (answer) => inState(statesOf(answer), wanted),
  );
  return { outputs: { InstanceStates: states } };
};

function statesOf(answer: Json): string[] {
  return textsOf(evaluate('$.Reservations..Instances..State.Name', answer).value);
}

function inState(states: string[], wanted: string): string[] | undefined {
  // An instance that is gone will never run again: waiting for it would last until the step's time is up.
  if (wanted !== 'terminated' && states.includes('terminated'))
    throw actionFailed(`An instance is terminated and cannot become ${wanted}`);
  return states.length > 0 && states.every((state) => state === wanted) ? states : undefined;
}

export const runInstances: Action = function* (call) {
  const { inputs } = call;
  const { MinInstanceCount, MaxInstanceCount, IamInstanceProfileArn, IamInstanceProfileName, ...rest } = inputs;
  required(inputs, 'ImageId');
  const profile: JsonMap = {
    ...(IamInstanceProfileArn !== undefined && { Arn: IamInstanceProfileArn }),
    ...(IamInstanceProfileName !== undefined && { Name: IamInstanceProfileName }),
  };
  const response = yield* callApi('ec2', 'RunInstances', {
    ...rest,
    MinCount: Number(textOfValue(MinInstanceCount ?? 1)),
    MaxCount: Number(textOfValue(MaxInstanceCount ?? 1)),
    ...(Object.keys(profile).length > 0 && { IamInstanceProfile: profile }),
  });
  const InstanceIds = textsOf(evaluate('$.Instances..InstanceId', response).value);
  const InstanceStates = yield* poll(
    call,
    () => callApi('ec2', 'DescribeInstances', { InstanceIds }),
    (answer) => inState(statesOf(answer), 'running'),
  );
  return { response, outputs: { InstanceIds, InstanceStates } };
};

export const createImage: Action = function* (call) {
  const { inputs } = call;
  required(inputs, 'InstanceId');
  const response = yield* callApi('ec2', 'CreateImage', {
    InstanceId: required(inputs, 'InstanceId'),
    Name: required(inputs, 'ImageName'),
    ...pick(inputs, ['NoReboot', 'BlockDeviceMappings']),
    ...(inputs.ImageDescription !== undefined && { Description: inputs.ImageDescription }),
  });
  return yield* untilAvailable(call, response);
};

export const copyImage: Action = function* (call) {
  const { inputs } = call;
  const response = yield* callApi('ec2', 'CopyImage', {
    SourceRegion: required(inputs, 'SourceRegion'),
    SourceImageId: required(inputs, 'SourceImageId'),
    Name: required(inputs, 'ImageName'),
    ...pick(inputs, ['Encrypted', 'KmsKeyId', 'ClientToken']),
    ...(inputs.ImageDescription !== undefined && { Description: inputs.ImageDescription }),
  });
  return yield* untilAvailable(call, response);
};

function* untilAvailable(call: Call, response: Json): Running {
  const ImageId = textOfValue(member(response, 'ImageId'));
  const ImageState = yield* poll(
    call,
    () => callApi('ec2', 'DescribeImages', { ImageIds: [ImageId] }),
    (answer) => {
      const state = textOfValue(evaluate('$.Images[0].State', answer).value);
      if (state === 'failed' || state === 'error' || state === 'invalid')
        throw actionFailed(`The image ${ImageId} is ${state}`);
      return state === 'available' ? state : undefined;
    },
  );
  return { response, outputs: { ImageId, ImageState } };
}

/** The image goes, and then the snapshots behind it. */
export const deleteImage: Action = function* ({ inputs }) {
  const ImageId = required(inputs, 'ImageId');
  const image = yield* callApi('ec2', 'DescribeImages', { ImageIds: [ImageId] });
  const response = yield* callApi('ec2', 'DeregisterImage', { ImageId });
  for (const SnapshotId of textsOf(evaluate('$.Images..Ebs.SnapshotId', image).value))
    yield* callApi('ec2', 'DeleteSnapshot', { SnapshotId });
  return { response };
};

export const createTags: Action = function* ({ inputs }) {
  const ids = requiredList(inputs, 'ResourceIds');
  const Tags = member(inputs, 'Tags');
  if (!Array.isArray(Tags) || !Tags.every(isMap)) throw badInput('"Tags" is a list of maps with Key and Value');
  const type = textOfValue(member(inputs, 'ResourceType')) || 'EC2';
  if (type === 'EC2') return { response: yield* callApi('ec2', 'CreateTags', { Resources: ids, Tags }) };
  let response: Json = {};
  for (const ResourceId of ids)
    response = yield* callApi('ssm', 'AddTagsToResource', { ResourceType: type, ResourceId, Tags });
  return { response };
};
