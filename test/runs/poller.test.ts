import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPoller, type Looked } from '../../client/src/runs/poller.ts';
import { handClock } from './handClock.ts';

/** A poller whose looks are written down as times; `answer` says what each comes to. */
function polling(answer: (due: readonly string[], at: number) => Partial<Looked<string>> | Error) {
  const clock = handClock();
  const looks: { at: number; due: readonly string[] }[] = [];
  const errors: unknown[] = [];
  const poller = createPoller<string>({
    async look(due) {
      looks.push({ at: clock.now(), due });
      const come = answer(due, clock.now());
      if (come instanceof Error) throw come;
      return { changed: [], over: [], throttled: 0, ...come };
    },
    paceOf: () => ({ least: 1000, most: 10_000 }),
    onError: (error) => errors.push(error),
    timers: clock,
    random: () => 0.5,
  });
  const gaps = () => looks.slice(1).map(({ at }, index) => Math.round(at - (looks[index]?.at ?? 0)));
  return { clock, poller, looks, errors, gaps };
}

describe('the poller', () => {
  it('looks at once, and less often the longer nothing changes', async () => {
    const { clock, poller, gaps } = polling(() => ({}));
    poller.watch('a');
    await clock.turn(60_000);
    assert.deepEqual(gaps().slice(0, 3), [1400, 1960, 2744]);
    assert.equal(gaps().at(-1), 10_000);
  });

  it('looks soon again at what has changed', async () => {
    const { clock, poller, gaps } = polling((_due, at) => ({ changed: at > 20_000 && at < 40_000 ? ['a'] : [] }));
    poller.watch('a');
    await clock.turn(40_000);
    assert.ok(gaps().includes(1000));
  });

  it('looks together at what is due at about the same time', async () => {
    const { clock, poller, looks } = polling(() => ({}));
    poller.watch('a');
    await clock.turn(300);
    poller.watch('b');
    await clock.turn(60_000);
    assert.deepEqual(looks[2]?.due, ['a', 'b']);
  });

  it('gets slower with the share of throttled answers, and recovers', async () => {
    let share = 0.2;
    const { clock, poller } = polling(() => ({ changed: ['a'], throttled: share }));
    poller.watch('a');
    await clock.turn(5000);
    assert.ok(poller.slowness > 1.9, `${poller.slowness}`);
    await clock.turn(300_000);
    assert.equal(poller.slowness, 8);
    share = 0;
    await clock.turn(120_000);
    assert.equal(poller.slowness, 1);
  });

  it('looks again at once at what was hurried while it was looked at', async () => {
    const hurried = ['a', 'over'];
    const { clock, poller, looks } = polling((due) => {
      for (const each of hurried.splice(0)) poller.watch(each);
      return { over: due.filter((each) => each === 'over') };
    });
    poller.watch('a');
    poller.watch('over');
    await clock.turn(0);
    assert.deepEqual(
      looks.map(({ due }) => due),
      [
        ['a', 'over'],
        ['a', 'over'],
      ],
    );
  });

  it('goes on after a fault, slower', async () => {
    const { clock, poller, errors, looks } = polling((_due, at) => (at === 0 ? new Error('broken') : {}));
    poller.watch('a');
    await clock.turn(1500);
    assert.equal(errors.length, 1);
    assert.equal(looks.length, 1);
    await clock.turn(1500);
    assert.equal(looks.length, 2);
  });

  it('has no timer when nothing is watched, or all is over', async () => {
    const { clock, poller, looks } = polling((due) => ({ over: due.includes('b') ? ['b'] : [] }));
    poller.watch('a');
    await clock.turn(10);
    assert.equal(clock.pending, 1);
    poller.unwatch('a');
    assert.equal(clock.pending, 0);
    poller.watch('b');
    await clock.turn(60_000);
    assert.equal(clock.pending, 0);
    assert.equal(looks.length, 2);
  });
});
