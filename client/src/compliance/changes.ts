/** Who changed a resource: what CloudTrail recorded shortly before AWS Config captured it. */

import type { Event } from '@aws-sdk/client-cloudtrail';
import type { Connection } from '../aws/connection.ts';
import type { Connections } from '../aws/connections.ts';
import { readFault } from '../aws/fault.ts';

/** AWS Config may take some minutes to see a change (developer guide, "Recording AWS resources"). */
const delay = 15 * 60_000;
/** Its event history goes back so far (CloudTrail user guide, "Working with event history"). */
const kept = 90 * 24 * 3_600_000;

/**
 * The change in a few words: who and by which call; or why nobody can tell.
 *
 * @param names - of the resource: its id, and its name where that is another, for CloudTrail knows some by the one.
 */
export async function whoChanged(
  connections: Connections,
  connection: Connection,
  names: readonly string[],
  captured: number,
): Promise<string> {
  if (captured < Date.now() - kept) return 'longer ago than CloudTrail keeps';
  try {
    for (const name of names) {
      const { cloudtrail } = await connections.clients(connection);
      const { Events: events = [] } = await cloudtrail.lookupEvents({
        LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: name }],
        StartTime: new Date(captured - delay),
        EndTime: new Date(captured + 1000),
        MaxResults: 50,
      });
      const [latest] = events.filter(({ ReadOnly: readOnly }) => readOnly !== 'true');
      if (latest) return eventWords(latest);
    }
    return 'no call in CloudTrail';
  } catch (error) {
    const { action } = readFault(error);
    return action === undefined ? 'CloudTrail did not answer' : `${action} is needed to see who`;
  }
}

function eventWords({ Username: user, EventName: name }: Event): string {
  return `by ${user ?? 'somebody'}, ${name ?? 'a call'}`;
}
