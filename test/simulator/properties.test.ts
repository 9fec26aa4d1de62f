/** What holds for every run: it ends, follows the flow graph, and can be saved, restored and replayed. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reachable } from '../../server/src/language/flow.ts';
import {
  type Answer,
  compile,
  defaultOptions,
  drive,
  finalStatuses,
  moveTo,
  type Program,
  type ProgramStep,
  type RunEvent,
  type RunState,
  replay,
  run,
} from '../../server/src/simulator/index.ts';
import { corpusDocument, corpusFiles, corpusProblems, noCorpus } from '../corpus.ts';
import {
  fillGaps,
  type Meeting,
  madeUpAnswer,
  madeUpParameters,
  type Pool,
  poolOf,
  type Random,
  seeded,
} from '../helpers-made-up.ts';
import { begun, noon, programOf, system } from '../helpers-run.ts';
import { drawn } from '../sample.ts';

/** The runbooks of the corpus. */
function* runbooks(): Generator<{ file: string; program: Program; clean: boolean }> {
  const folders = /^(?:ssm-automation|ssm-awsowned|docs-ssm|ssm-incomplete|ssm-templated)$/;
  for (const file of drawn(corpusFiles(folders), 4))
    for (const part of corpusDocument(file).parts)
      if (part.kind === 'automation' || part.kind === 'change-template')
        yield {
          file,
          program: compile(part),
          clean: !corpusProblems(file).some(({ severity }) => severity === 'error'),
        };
}

/** Runs of one runbook at most, while some of its steps have not been reached. */
const mostRuns = Number(process.env.OPSWRIGHT_RUNS ?? 100);

interface Setting {
  state: RunState;
  answer(event: RunEvent): Answer | undefined;
}

function settingOf(program: Program, pool: Pool, random: Random, meeting?: Meeting): Setting {
  const state = begun({ ...program, parameters: new Map() });
  state.parameters = fillGaps(program, madeUpParameters(program, pool, random));
  return { state, answer: (event) => madeUpAnswer(event, state, pool, random, meeting) };
}

function* allSteps(steps: readonly ProgramStep[]): Generator<ProgramStep> {
  for (const step of steps) {
    yield step;
    yield* allSteps(step.body);
  }
}

test('every runbook runs to an end, along the flow graph, and every step can be reached by some answers', {
  skip: noCorpus,
}, () => {
  let possible = 0;
  const unreached: string[] = [];
  for (const { file, program, clean } of runbooks()) {
    const pool = poolOf(program);
    const seen = new Set<string>();
    const steps = [...allSteps(program.steps)];
    const wanted = steps.filter(({ flow, source }) => flow.entry && reachable(flow, [flow.entry]).has(source));
    // Each step that says what follows a failure or a stop has runs of its own in which it meets one.
    const meeting = steps.flatMap(({ name, settings }) => [
      ...(String(settings.onFailure).startsWith('step:') ? [{ name, type: 'error' as const }] : []),
      ...(String(settings.onCancel).startsWith('step:') ? [{ name, type: 'cancel' as const }] : []),
    ]);
    for (let seed = 0; seed < mostRuns; seed++) {
      if (seed > 2 * meeting.length + 2 && wanted.every(({ name }) => seen.has(name))) break;
      const { state, answer } = settingOf(program, pool, seeded(seed), meeting[seed % (meeting.length + 2)]);
      const edges: string[] = [];
      const { ended } = drive(
        program,
        state,
        (event) => {
          if (event.type === 'step') seen.add(event.step.name);
          if (event.type === 'ended') edges.push(...strayEdge(event));
          return answer(event);
        },
        { mostEvents: 20_000 },
      );
      assert.ok(ended && finalStatuses.has(state.status), `${file} does not end`);
      assert.deepEqual(edges, [], file);
    }
    if (!clean) continue;
    possible += wanted.length;
    unreached.push(...wanted.flatMap(({ name }) => (seen.has(name) ? [] : [`${file} ${name}`])));
  }
  const visited = possible - unreached.length;
  if (process.env.OPSWRIGHT_UNREACHED) console.log(`${visited} of ${possible}\n${unreached.join('\n')}`);
  assert.ok(
    visited > possible * 0.97,
    `only ${visited} of ${possible} steps were reached:\n${unreached.slice(0, 40).join('\n')}`,
  );
});

/** A way that the flow graph of the step's list does not have. */
function strayEdge({ step, record }: Extract<RunEvent, { type: 'ended' }>): string[] {
  const { flow } = step;
  if (!flow.complete || record.next === undefined) return [];
  if (!flow.steps.some(({ name }) => name === record.next)) return [];
  return flow.out(step.source).some(({ to }) => to?.name === record.next) ? [] : [`${record.name} -> ${record.next}`];
}

const document = `
schemaVersion: "0.3"
parameters:
  Names: { type: StringList }
variables:
  Seen: { type: String, default: none }
outputs: [get.N, "variable:Seen"]
mainSteps:
  - name: each
    action: aws:loop
    inputs:
      Iterators: ["{{ Names }}"]
      Steps:
        - name: get
          action: aws:executeAwsApi
          maxAttempts: 2
          onFailure: Continue
          inputs: { Service: s3, Api: HeadBucket, Bucket: "{{ each.CurrentIteratorValue }}" }
          outputs: [{ Name: N, Selector: $.N, Type: Integer }]
        - name: wait
          action: aws:waitForAwsResourceProperty
          timeoutSeconds: 45
          onFailure: Continue
          inputs: { Service: s3, Api: HeadBucket, PropertySelector: $.Ready, DesiredValues: ["True"] }
  - name: ask
    action: aws:approve
    inputs: { Approvers: [ann, bob], MinRequiredApprovals: 2 }
  - name: keep
    action: aws:updateVariable
    inputs: { Name: "variable:Seen", Value: "{{ global:DATE_TIME }}" }
`;

function answering(state: RunState, random: Random): (event: RunEvent) => Answer | undefined {
  return (event) => {
    if (event.type !== 'effect') return undefined;
    const at = event.effect.kind === 'sleep' ? event.effect.until : state.now + 1500;
    if (event.effect.kind === 'approval')
      return { type: 'signal', signal: 'Approve', by: ['ann', 'bob'][random(2)] ?? '', at };
    if (random(5) === 0) return { type: 'error', code: 'MadeUp', message: 'made up', at };
    return { type: 'value', value: { N: random(9), Ready: random(3) === 0 }, at };
  };
}

test('a run that is saved and restored at every event ends like one that is not', () => {
  const program = programOf(document);
  for (let seed = 1; seed < 40; seed++) {
    const whole = begun(program, { Names: ['a', 'b', 'c'] });
    drive(program, whole, answering(whole, seeded(seed)));

    let state = begun(program, { Names: ['a', 'b', 'c'] });
    const random = seeded(seed);
    for (let events = 0; !finalStatuses.has(state.status) && events < 1000; events++) {
      state = JSON.parse(JSON.stringify(state)) as RunState;
      const going = run(program, state);
      // The same answers as above: one for each effect, whatever the run repeats after it was restored.
      for (let next = going.next(); !next.done; ) {
        const answer = answering(state, random)(next.value);
        next = going.next(answer);
        if (answer !== undefined) break;
      }
    }
    assert.deepEqual(state, whole, `seed ${seed}`);
  }
});

test('the same journal leads to the same end', () => {
  const program = programOf(document);
  for (let seed = 1; seed < 40; seed++) {
    const first = begun(program, { Names: ['a', 'b'] });
    const { journal } = drive(program, first, answering(first, seeded(seed)));
    const again = begun(program, { Names: ['a', 'b'] });
    replay(program, again, JSON.parse(JSON.stringify(journal)));
    assert.deepEqual(again, first);
  }
});

test('a run can be moved to any step, also into a loop and after its end', () => {
  const program = programOf(document);
  const state = begun(program, { Names: ['a', 'b'] });
  drive(program, state, answering(state, seeded(1)));
  const at = { program, state, options: defaultOptions };
  assert.ok(finalStatuses.has(state.status));
  assert.equal(moveTo(at, 'nowhere'), false);
  for (const name of ['wait', 'keep', 'each', 'ask']) {
    assert.equal(moveTo(at, name), true);
    const steps: string[] = [];
    const answer = answering(state, seeded(2));
    const { ended } = drive(program, state, (event) => {
      if (event.type === 'step') steps.push(event.step.name);
      return answer(event);
    });
    assert.equal(steps[0], name);
    assert.ok(ended && finalStatuses.has(state.status));
  }
});

test('a document that multiplies itself through aliases is refused', () => {
  const lines = ['schemaVersion: "0.3"', 'x0: &x0 [a, a, a, a, a, a, a, a, a, a]'];
  for (let depth = 1; depth < 9; depth++)
    lines.push(
      `x${depth}: &x${depth} [${Array(10)
        .fill(`*x${depth - 1}`)
        .join(', ')}]`,
    );
  lines.push('mainSteps:', '  - { name: a, action: "aws:executeAwsApi", inputs: { Service: s3, Api: X, Y: *x8 } }');
  const program = programOf(lines.join('\n'));
  const state = begun(program);
  drive(program, state, () => undefined);
  assert.equal(state.status, 'Failed');
  assert.match(state.failure ?? '', /aliases/);
  assert.equal(state.started, noon);
  assert.equal(state.system, system);
});
