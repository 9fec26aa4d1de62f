/** Runs of small runbooks, each with the lines it gives: `cases/NAME.yaml` and its twin `NAME.out`. */

import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { golden } from '../helpers.ts';
import { trace } from '../helpers-run.ts';

const folder = 'test/simulator/cases';

for (const file of readdirSync(folder)
  .filter((each) => each.endsWith('.yaml'))
  .sort()) {
  const name = file.slice(0, -'.yaml'.length);
  test(name.replaceAll('-', ' '), () => {
    golden(`${folder}/${name}.out`, trace(readFileSync(`${folder}/${file}`, 'utf8')));
  });
}
