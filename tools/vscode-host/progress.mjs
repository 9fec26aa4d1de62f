// Tells a person that a long fetch is alive: on a terminal one line that is drawn anew every second, elsewhere (a CI
// log) a line every ten seconds.

/**
 * @param {object} what
 * @param {string} what.message said once, at the start
 * @param {() => { there: number, all: number }} what.count
 * @param {(line: string) => void} what.log
 */
export function showProgress({ message, count, log }) {
  const start = Date.now();
  const terminal = process.stderr.isTTY && !process.env.CI;
  const state = () => {
    const { there, all } = count();
    return `  ${Math.round((Date.now() - start) / 1000)} s, ${there} of ${all} packages`;
  };
  const draw = () => (terminal ? process.stderr.write(`\r\x1b[K${state()}`) : log(state()));
  log(message);
  const timer = setInterval(draw, terminal ? 1_000 : 10_000);
  return {
    /** @param {string} word */
    end(word) {
      clearInterval(timer);
      if (terminal) process.stderr.write('\r\x1b[K');
      log(`${state()}, ${word}`);
    },
  };
}
