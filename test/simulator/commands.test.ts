/**
 * Command documents on a node, each with the lines it gives: `commands/NAME.yaml` and its twin `NAME.out`.
 *
 * A case is a YAML text of two documents: what the node is and answers (`platform`, `parameters`, `answers` by step in
 * order), and the Command document.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { load } from 'js-yaml';
import { parse } from '../../server/src/language/index.ts';
import {
  compileCommand,
  type Json,
  type NodeAnswer,
  type Platform,
  readParameters,
  runCommandDocument,
  startCommand,
} from '../../server/src/simulator/index.ts';
import { golden } from '../helpers.ts';
import { noon } from '../helpers-run.ts';

interface Given {
  platform?: Platform;
  parameters?: Record<string, Json>;
  answers?: Record<string, (NodeAnswer & { repeat?: number })[]>;
}

const folder = 'test/simulator/commands';

for (const file of readdirSync(folder).filter((each) => each.endsWith('.yaml'))) {
  const name = file.slice(0, -'.yaml'.length);
  test(name.replaceAll('-', ' '), () =>
    golden(`${folder}/${name}.out`, trace(readFileSync(`${folder}/${file}`, 'utf8'))),
  );
}

function trace(text: string): string {
  const [head = '', body = ''] = text.split(/^---\n/m);
  const { platform = 'Linux', parameters = {}, answers = {} } = (head.trim() === '' ? {} : load(head)) as Given;
  const [part] = parse(body).parts;
  if (part === undefined) throw new Error('no document');
  const program = compileCommand(part);
  const { values, faults } = readParameters(program, parameters);
  if (faults.length > 0) return `${faults.join('\n')}\n`;
  const target = { platform, instanceId: 'i-1', region: 'eu-west-1', platformName: 'Pretend', platformVersion: '1' };
  const state = startCommand(program, { now: noon, target, commandId: 'c-1', parameters: values });
  const lines: string[] = [];
  const going = runCommandDocument(program, state);
  for (let next = going.next(); !next.done; ) {
    const event = next.value;
    if (event.type === 'effect') {
      const answer = answers[event.step.name]?.shift() ?? { type: 'exit', code: 0 };
      lines.push(`  ${JSON.stringify(event.effect)}`, `  <- ${JSON.stringify(answer)}`);
      next = going.next(lengthened(answer));
      continue;
    }
    const { result } = event;
    if (event.type === 'step') lines.push(`step ${result.name}`);
    else lines.push(`${result.name} ${result.status} ${result.code}`, ...quoted(result.output));
    next = going.next();
  }
  return `${[...lines, `done ${state.status}`].join('\n')}\n`;
}

/** Long outputs are written short in a case: `repeat` says how often. */
function lengthened(answer: NodeAnswer & { repeat?: number }): NodeAnswer {
  if (answer.repeat === undefined || answer.type !== 'exit') return answer;
  return {
    ...answer,
    stdout: answer.stdout?.repeat(answer.repeat) ?? '',
    stderr: answer.stderr?.repeat(answer.repeat) ?? '',
  };
}

function quoted(output: string): string[] {
  if (output === '') return [];
  return output
    .split('\n')
    .map((line) => `  | ${line.length > 160 ? `${line.slice(0, 60)}…${line.slice(-20)} (${line.length})` : line}`);
}
