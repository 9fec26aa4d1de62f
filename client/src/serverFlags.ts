/**
 * How the server's process is started, apart from what it is: the benchmark starts it in the same way.
 *
 * A server that has just opened some documents keeps the memory that the garbage of their checks took. A small space for new
 * objects and one thread in the pool instead of four save about 8 MB of 84; checks take as long as before.
 */

export const serverFlags: readonly string[] = ['--max-semi-space-size=2', '--v8-pool-size=1'];
