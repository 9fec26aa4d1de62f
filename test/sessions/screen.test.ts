/** What a program has switched on in the terminal is switched off again when its session is lost. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { screenOf } from '../../client/src/sessions/screen.ts';

const rested = (...texts: string[]): string => {
  const screen = screenOf();
  for (const text of texts) screen.shows(text);
  return screen.rest();
};

test('a terminal at rest is left where it is', () => {
  assert.equal(rested('# ls\r\n\x1b[1;34mfolder\x1b[0m\r\n# '), '\x1b[0m');
  assert.equal(rested('\x1b[?1049h\x1b[?1h\x1b=text\x1b[?1l\x1b>\x1b[?1049l'), '\x1b[0m');
});

test('the screen of a program is left last, after the mouse, the marks of a paste and the keys', () => {
  assert.equal(
    rested('\x1b[?1049h\x1b[22;0;0t\x1b[?1h\x1b=\x1b[?2004h\x1b[?25l\x1b[?1006;1000h'),
    '\x1b[?1000l\x1b[?1006l\x1b[?25h\x1b[?2004l\x1b[?1l\x1b[?1049l\x1b>\x1b[0m',
  );
});

test('what comes in pieces is read as a whole', () => {
  const text = 'a\x1b[?1049hb\x1b[?25lc\x1b=d\x1b[?7le';
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 40, maxLength: 40 }), (sizes) => {
      const pieces: string[] = [];
      for (let at = 0; at < text.length; ) {
        const size = sizes[pieces.length] ?? 1;
        pieces.push(text.slice(at, at + size));
        at += size;
      }
      assert.equal(rested(...pieces), rested(text));
    }),
    { seed: 2, numRuns: 50 },
  );
  assert.equal(rested(text), '\x1b[?7h\x1b[?25h\x1b[?1049l\x1b>\x1b[0m');
});

test('a terminal that was reset is at rest, and what it rests from is forgotten', () => {
  const screen = screenOf();
  screen.shows('\x1b[?1049h\x1b=\x1bc');
  assert.equal(screen.rest(), '\x1b[0m');
  screen.shows('\x1b[?1049h');
  screen.rest();
  assert.equal(screen.rest(), '\x1b[0m');
});
