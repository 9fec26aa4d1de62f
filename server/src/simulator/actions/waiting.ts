/** Actions in which nothing happens until time has passed or a person has spoken. */

import { durationMilliseconds } from '../duration.ts';
import { actionFailed, badInput } from '../failures.ts';
import { type Json, member, textOfValue } from '../json.ts';
import { type Action, requiredList, wholeNumber } from './action.ts';

export const sleep: Action = function* ({ inputs, now }) {
  const [duration, timestamp] = [member(inputs, 'Duration'), member(inputs, 'Timestamp')].map(textOfValue);
  if (duration) {
    const milliseconds = durationMilliseconds(duration);
    if (milliseconds === undefined) throw badInput(`"${duration}" is no duration, such as PT10M`);
    yield { kind: 'sleep', until: now() + milliseconds };
    return {};
  }
  const until = timestamp ? Date.parse(timestamp) : Number.NaN;
  if (Number.isNaN(until)) throw badInput('There is neither a Duration, such as PT10M, nor a Timestamp');
  // A time that has passed is no time to wait.
  if (until > now()) yield { kind: 'sleep', until };
  return {};
};

export const pause: Action = function* () {
  const answer = yield { kind: 'pause' };
  if (answer.type === 'signal' && answer.signal === 'Reject') throw actionFailed('The pause was ended by a rejection');
  return {};
};

export const approve: Action = function* ({ inputs }) {
  const approvers = requiredList(inputs, 'Approvers');
  const required = wholeNumber(member(inputs, 'MinRequiredApprovals'), 1, '"MinRequiredApprovals"');
  const message = textOfValue(member(inputs, 'Message'));
  const topic = textOfValue(member(inputs, 'NotificationArn'));
  const decisions: Json[] = [];
  const approved = new Set<string>();
  while (approved.size < required) {
    const answer = yield {
      kind: 'approval',
      approvers,
      required: required - approved.size,
      ...(message !== '' && { message }),
      ...(topic !== '' && { topic }),
    };
    if (answer.type !== 'signal' || answer.signal === 'Resume') continue;
    // Without a name each decision counts as somebody else's.
    const by = answer.by ?? `approver ${decisions.length + 1}`;
    decisions.push({ approver: by, decision: answer.signal, comment: answer.comment ?? '' });
    if (answer.signal === 'Reject') {
      const outputs = { ApprovalStatus: 'Rejected', ApproverDecisions: decisions };
      throw actionFailed(`The request was rejected by ${by}`, undefined, outputs);
    }
    approved.add(by);
  }
  return { outputs: { ApprovalStatus: 'Approved', ApproverDecisions: decisions } };
};
