/** Golden cases of documents inside other texts: each file in `test/embedded` gives the lines of its `.out` twin. */

import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { formatOf } from '../../server/src/formats.ts';
import { check, golden } from '../helpers.ts';

for (const folder of ['terraform', 'cloudformation'].map((name) => `test/embedded/${name}`)) {
  for (const name of readdirSync(folder).filter((each) => !each.endsWith('.out'))) {
    const path = `${folder}/${name}`;
    test(path, () => {
      const format = formatOf(path);
      const lines = check(readFileSync(path, 'utf8'), format === undefined ? {} : { format });
      golden(path.replace(/\w+$/, 'out'), lines.map((line) => `${line}\n`).join(''));
    });
  }
}
