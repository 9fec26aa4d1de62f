/**
 * Nothing is offered that the checks would flag.
 *
 * Takes real documents, takes a value or a key out at a random place, asks for completion there and accepts what is
 * offered: no error may be new, and no warning about what was written. The sample is small and the same on every run;
 * `OPSWRIGHT_SAMPLE=20000` (places) is a campaign, `OPSWRIGHT_SEED` another sample.
 */

import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { complete, type ParseOptions, parse } from '../../server/src/language/index.ts';
import { allLookups } from '../../server/src/lookups.ts';
import { onDiskOnly, workspaceIndex } from '../../server/src/workspaceIndex.ts';
import { corpusFiles, corpusText, noCorpus } from '../corpus.ts';
import { cutsOf, faultOf, keyOf, pick, problems, randomFrom } from '../helpers-sound.ts';
import { thorough } from '../sample.ts';

const places = Number(process.env.OPSWRIGHT_SAMPLE ?? (thorough ? 250 : 80));
const longest = 40_000;

test('every item that is offered in a real document is sound', { skip: noCorpus }, () => {
  const random = randomFrom(Number(process.env.OPSWRIGHT_SEED ?? 1));
  const files = corpusFiles(/ssm/).filter((file) => /\.(?:ya?ml|json)$/.test(file));
  const lookups = allLookups(workspaceIndex(onDiskOnly))(undefined);
  const told: string[] = [];
  let tried = 0;
  let accepted = 0;
  for (let n = 0; tried < places && n < places * 4; n++) {
    const file = files[Math.floor(random() * files.length)] ?? '';
    const text = corpusText(file);
    const written: ParseOptions = { format: file.endsWith('.json') ? 'json' : 'yaml' };
    const document = parse(text, written);
    if (text.length > longest || document.faults.length > 0) continue;
    const cuts = cutsOf(document);
    const cut = cuts[Math.floor(random() * cuts.length)];
    if (cut === undefined) continue;
    tried++;
    const without = text.slice(0, cut.start) + text.slice(cut.end);
    const items = complete(parse(without, written), cut.cursor, lookups);
    const known = new Set([text, without].flatMap((each) => problems(each, written, lookups).map(keyOf)));
    for (const item of pick(items, random)) {
      accepted++;
      const fault = faultOf(item, cut.what, without, written, known, lookups);
      if (fault !== undefined)
        told.push(`${path.basename(file)} @${cut.start} ${cut.what}: "${item.label}" gives ${fault}`);
    }
  }
  if (process.env.OPSWRIGHT_SAMPLE !== undefined)
    console.log(`${tried} places, ${accepted} items accepted, ${told.length} flagged`);
  assert.deepEqual(told, []);
});
