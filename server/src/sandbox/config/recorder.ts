/** The configuration recorder, which records everything all the time. */

import type {
  DescribeConfigurationRecorderStatusRequest,
  DescribeConfigurationRecordersRequest,
} from '@aws-sdk/client-config-service';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';

const name = 'default';
const daysRunning = 400;

function refuseOther({ ConfigurationRecorderNames = [] }: DescribeConfigurationRecordersRequest): void {
  const other = ConfigurationRecorderNames.find((each) => each !== name);
  if (other !== undefined)
    throw new ServiceError(
      'NoSuchConfigurationRecorderException',
      `Cannot find configuration recorder with the specified name '${other}'.`,
    );
}

export function describeConfigurationRecorders(account: Account, input: DescribeConfigurationRecordersRequest) {
  refuseOther(input);
  return {
    ConfigurationRecorders: [
      {
        name,
        arn: account.arn('config', `configuration-recorder/${name}`),
        roleARN: `arn:aws:iam::${account.settings.accountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
        recordingGroup: {
          allSupported: true,
          includeGlobalResourceTypes: true,
          resourceTypes: [],
          recordingStrategy: { useOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' },
        },
        recordingMode: { recordingFrequency: 'CONTINUOUS' },
        recordingScope: 'PAID',
      },
    ],
  };
}

export function describeConfigurationRecorderStatus(
  account: Account,
  input: DescribeConfigurationRecorderStatusRequest,
) {
  refuseOther(input);
  const now = account.now();
  return {
    ConfigurationRecordersStatus: [
      {
        name,
        arn: account.arn('config', `configuration-recorder/${name}`),
        lastStartTime: new Date(now - (now % 86_400_000) - daysRunning * 86_400_000),
        recording: true,
        lastStatus: 'SUCCESS',
        lastStatusChangeTime: new Date(now - (now % 300_000)),
      },
    ],
  };
}
