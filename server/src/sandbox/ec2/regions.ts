/** The Regions that EC2 tells of. */

import type { DescribeRegionsRequest } from '@aws-sdk/client-ec2';
import type { Account } from '../account.ts';
import { ServiceError } from '../errors.ts';
import { filtered } from './filters.ts';

/** Enabled in every account, and those that an account opts in to. */
const always =
  'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 sa-east-1 eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-north-1 ap-south-1 ap-southeast-1 ap-southeast-2 ap-northeast-1 ap-northeast-2 ap-northeast-3'.split(
    ' ',
  );
const byChoice = 'af-south-1 ap-east-1 ap-southeast-3 ca-west-1 eu-central-2 eu-south-1 eu-south-2 me-south-1'.split(
  ' ',
);

interface Region {
  RegionName: string;
  Endpoint: string;
  OptInStatus: string;
}

function regionOf(name: string, status: string): Region {
  return { RegionName: name, Endpoint: `ec2.${name}.amazonaws.com`, OptInStatus: status };
}

export function describeRegions(_: Account, { RegionNames = [], AllRegions, Filters }: DescribeRegionsRequest) {
  const all = [
    ...always.map((name) => regionOf(name, 'opt-in-not-required')),
    ...byChoice.map((name) => regionOf(name, 'not-opted-in')),
  ];
  const unknown = RegionNames.find((name) => !all.some(({ RegionName }) => RegionName === name));
  if (unknown !== undefined) throw new ServiceError('InvalidParameterValue', `Invalid region names: ${unknown}`);
  const wanted = all.filter(({ RegionName, OptInStatus }) =>
    RegionNames.length > 0 ? RegionNames.includes(RegionName) : AllRegions === true || OptInStatus !== 'not-opted-in',
  );
  const fields = {
    'region-name': ({ RegionName }: Region) => RegionName,
    endpoint: ({ Endpoint }: Region) => Endpoint,
    'opt-in-status': ({ OptInStatus }: Region) => OptInStatus,
  };
  return { Regions: filtered(wanted, Filters, fields, () => ({})) };
}
