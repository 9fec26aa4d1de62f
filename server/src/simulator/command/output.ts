/** What is kept of a step's output, cut as the agent and the service cut it. Source: amazon-ssm-agent, iohandler. */

const mostOfStream = 24_000;
const mostOfBoth = 2_500;
const streamCut = '--output truncated--';
const errorHead = '\n----------ERROR-------\n';
const outputCut = '\n---Output truncated---';
const errorCut = '\n---Error truncated----';

/** One stream as it is sent when the results are. */
export function cutStream(text: string): string {
  return text.length <= mostOfStream ? text : text.slice(0, mostOfStream - streamCut.length) + streamCut;
}

/** Both streams in one text: the errors behind a line of their own, each with half of the room where both are long. */
export function combined(stdout: string, stderr: string): string {
  if (stderr === '') return cut(stdout, mostOfBoth, outputCut);
  const room = mostOfBoth - errorHead.length;
  const half = Math.floor(room / 2);
  if (stdout.length + stderr.length <= room) return stdout + errorHead + stderr;
  if (stdout.length <= half) return stdout + errorHead + cut(stderr, room - stdout.length, errorCut);
  if (stderr.length <= half) return cut(stdout, room - stderr.length, outputCut) + errorHead + stderr;
  return cut(stdout, half, outputCut) + errorHead + cut(stderr, half, errorCut);
}

function cut(text: string, room: number, mark: string): string {
  return text.length <= room ? text : text.slice(0, room - mark.length) + mark;
}
