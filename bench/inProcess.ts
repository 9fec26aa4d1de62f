/**
 * The language core without any protocol: bare parse, our parse, our check; then the same edits through the peer.
 *
 * The floor is `parseEvents` of js-yaml on the same text: the parser under ours, with nothing built from it. The peer is
 * measured in a loop of its own, so that its garbage is not on the bill of the ratio to the floor.
 */

import { parseEvents } from 'js-yaml';
import { check, complete, parse } from '../server/src/language/index.ts';
import { allLookups } from '../server/src/lookups.ts';
import { onDiskOnly, workspaceIndex } from '../server/src/workspaceIndex.ts';
import type { BenchDocument } from './documents.ts';
import { type Effort, type Sample, takeTurns } from './measure.ts';
import type { Peer } from './peer.ts';

export interface CheckRow {
  label: string;
  bytes: number;
  floor: Sample;
  parse: Sample;
  /** Parse and check. */
  check: Sample;
  problems: number;
}

/** Models of services and published documents, as both doors have them. */
export const lookups = allLookups(workspaceIndex(onDiskOnly))(undefined);

export async function measureCheck(
  document: Pick<BenchDocument, 'text' | 'format' | 'label'>,
  effort: Effort,
): Promise<CheckRow> {
  const { text, format, label } = document;
  const times = await takeTurns(
    {
      floor: () => void parseEvents(text, {}),
      parse: () => void parse(text, { format }),
      check: () => void check(parse(text, { format }), { lookups }),
    },
    effort,
  );
  return { label, bytes: Buffer.byteLength(text), ...times, problems: check(parse(text, { format })).length };
}

export interface PeerRow {
  label: string;
  ours: Sample;
  theirs: Sample;
  oursCompletion: Sample;
  theirsCompletion: Sample;
  /** Problems in the sound and in the faulty text, then items offered. */
  found: { ours: number[]; theirs: number[] };
}

/** Each round is one edit: the letter goes or comes back, and everything is found anew. */
export async function measurePeer(document: BenchDocument, peer: Peer, effort: Effort): Promise<PeerRow> {
  const { text, faulty, format, offset, label } = document;
  const texts = (): (() => [string, number]) => {
    let edits = 0;
    return () => (edits++ % 2 === 0 ? [faulty, offset] : [text, offset + 1]);
  };
  const [a, b, c, d] = [texts(), texts(), texts(), texts()];
  const { ours, theirs } = await takeTurns(
    {
      ours: () => void check(parse(a()[0], { format }), { lookups }),
      theirs: () => peer.check(b()[0], format).then(() => undefined),
    },
    effort,
  );
  const completion = await takeTurns(
    {
      ours: () => {
        const [content, at] = c();
        complete(parse(content, { format }), at);
      },
      theirs: () => peer.complete(...spread(d(), format)).then(() => undefined),
    },
    effort,
  );
  const problems = (content: string): number => check(parse(content, { format })).length;
  return {
    label,
    ours,
    theirs,
    oursCompletion: completion.ours,
    theirsCompletion: completion.theirs,
    found: {
      ours: [problems(text), problems(faulty), complete(parse(faulty, { format }), offset).length],
      theirs: [
        await peer.check(text, format),
        await peer.check(faulty, format),
        await peer.complete(faulty, format, offset),
      ],
    },
  };
}

function spread([text, at]: [string, number], format: 'yaml' | 'json'): [string, 'yaml' | 'json', number] {
  return [text, format, at];
}
