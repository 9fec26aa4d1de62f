/**
 * Runs the Python of `aws:executeScript` on this machine, which happens only when somebody has asked for it with
 * `--scripts local`.
 *
 * A script gets a folder of its own that goes afterwards, a time to end by, and an environment without credentials, settings
 * or the home of the user. That keeps accidents away, not malice: it runs with the rights of whoever started the sandbox.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ScriptRunner } from './sandbox/account.ts';
import type { Answer, Json } from './simulator/index.ts';

/** As long as the service gives a script. */
const usualSeconds = 600;
const largestResult = 1024 * 1024;
const mostWords = 4_000;

/** Reads the request from its input, calls the handler, and writes the result; what the script prints goes elsewhere. */
const bridge = `
import io, json, sys, traceback
request = json.load(sys.stdin)
answer, sys.stdout, sys.stdin = sys.stdout, sys.stderr, io.StringIO("")
try:
    names = {"__name__": "script", "__file__": "script.py"}
    exec(compile(request["script"], "script.py", "exec"), names)
    if not callable(names.get(request["handler"])):
        raise NameError("the script has no function named " + request["handler"])
    answer.write(json.dumps({"value": names[request["handler"]](request["payload"], {})}))
except BaseException as error:
    lines = traceback.format_exception_only(type(error), error)
    places = [f"line {at.lineno} in {at.name}" for at in traceback.extract_tb(error.__traceback__) if at.filename == "script.py"]
    answer.write(json.dumps({"code": type(error).__name__, "words": "".join(lines).strip(), "places": places}))
`;

const python = process.platform === 'win32' ? 'python' : 'python3';

export function localScripts(seconds = usualSeconds): ScriptRunner {
  return async ({ runtime, handler, script, payload }) => {
    if (!/^python/i.test(runtime))
      return failed('RuntimeNotSupported', `The sandbox runs Python alone on this machine, not ${runtime}`);
    if (script === undefined)
      return failed('AttachmentNotSupported', 'The sandbox has no attachments: write the script in the step');
    if (handler === undefined)
      return failed('HandlerMissing', 'The step has no Handler, which names the function to call');
    const folder = await mkdtemp(path.join(tmpdir(), 'opswright-script-'));
    try {
      await writeFile(path.join(folder, 'script.py'), script);
      return await run(folder, JSON.stringify({ script, handler, payload }), seconds);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}

function failed(code: string, message: string): Answer {
  return { type: 'error', code, message };
}

function run(folder: string, request: string, seconds: number): Promise<Answer> {
  const child = spawn(python, ['-I', '-X', 'utf8', '-c', bridge], {
    cwd: folder,
    env: environment(folder),
    // A group of its own, so that what the script has started ends with it.
    detached: process.platform !== 'win32',
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  return new Promise((resolve) => {
    let [result, words] = ['', ''];
    let ending: Answer | undefined;
    const stop = (why: Answer): void => {
      ending = why;
      kill(child);
    };
    const timer = setTimeout(
      () => stop(failed('TimedOut', `The script did not end within ${seconds} seconds`)),
      seconds * 1000,
    );
    child.on('error', (error: NodeJS.ErrnoException) => {
      ending ??= failed(
        'PythonMissing',
        error.code === 'ENOENT'
          ? `There is no ${python} on the PATH to run the script with; without --scripts local its answers are made up`
          : error.message,
      );
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      result += text;
      if (result.length > largestResult) stop(failed('ResultTooLarge', 'The script returns more than 1 MB'));
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-mostWords);
    });
    // A script that ends at once may leave its input unread.
    child.stdin.on('error', () => undefined);
    child.stdin.end(request);
    child.on('close', () => {
      clearTimeout(timer);
      resolve(ending ?? answerIn(result, words));
    });
  });
}

/** Nothing of the user's environment but where programs are. */
function environment(folder: string): Record<string, string> {
  const kept = ['PATH', 'SystemRoot'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    ...Object.fromEntries(kept),
    HOME: folder,
    USERPROFILE: folder,
    TMPDIR: folder,
    TEMP: folder,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

function kill(child: ChildProcess): void {
  try {
    if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

interface Written {
  value?: Json;
  code?: string;
  words?: string;
  places?: string[];
}

function answerIn(result: string, words: string): Answer {
  let read: Written;
  try {
    read = JSON.parse(result);
  } catch {
    return failed('ScriptEnded', `The script ended without a result. ${words.trim()}`.trim());
  }
  if (read.code === undefined) return { type: 'value', value: read.value ?? null };
  const place = read.places?.at(-1);
  return failed(read.code, `${read.words}${place === undefined ? '' : ` (${place})`}`);
}
