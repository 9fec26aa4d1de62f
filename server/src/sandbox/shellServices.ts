/**
 * The services of a pretend Linux node: `systemctl` and `journalctl`. They run since the node was registered, and what one
 * script or session does to them is in the journal as long as it lasts.
 */

import type { Machine } from './fleet.ts';

export interface Answer {
  stdout: string;
  stderr: string;
  exitCode: number;
}

interface Entry {
  unit: string;
  time: number;
  text: string;
}

const services = ['amazon-ssm-agent', 'sshd', 'crond', 'nginx'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** What each verb that does something leaves in the journal. */
const told: Record<string, string[]> = {
  start: ['Starting', 'Started'],
  stop: ['Stopping', 'Stopped'],
  restart: ['Stopping', 'Stopped', 'Starting', 'Started'],
  reload: ['Reloading', 'Reloaded'],
};

/** The two commands over one journal. @param now - the time in milliseconds. */
export function serviceCommands(machine: Machine, now: () => number): Record<string, (args: string[]) => Answer> {
  const journal: Entry[] = services.flatMap((unit) => entries(unit, 'start', machine.registered));
  const stopped = new Set<string>();

  function systemctl(args: string[]): Answer {
    const [verb = '', ...names] = args.filter((each) => !each.startsWith('-'));
    const unit = unitOf(names[0] ?? '');
    const known = services.includes(unit);
    if (verb === 'is-active') return known && !stopped.has(unit) ? said('active\n') : said('inactive\n', 3);
    if (verb === 'status') {
      if (!known) return refused(`Unit ${unit}.service could not be found.`, 4);
      const active = stopped.has(unit) ? 'inactive (dead)' : 'active (running)';
      const loaded = `loaded (/usr/lib/systemd/system/${unit}.service; enabled)`;
      return said(`● ${unit}.service\n     Loaded: ${loaded}\n     Active: ${active}\n`, stopped.has(unit) ? 3 : 0);
    }
    if (unit === '') return said('');
    if (!known) return refused(`Failed to ${verb} ${unit}.service: Unit ${unit}.service not found.`, 5);
    journal.push(...entries(unit, verb, now()));
    if (verb === 'stop') stopped.add(unit);
    if (verb === 'start' || verb === 'restart') stopped.delete(unit);
    return said('');
  }

  function journalctl(args: string[]): Answer {
    const unit = optionOf(args, '--unit', '-u');
    const lines = Number(optionOf(args, '--lines', '-n') ?? 1000);
    if (!Number.isInteger(lines) || lines < 0) return refused('Failed to parse lines option: Invalid argument', 1);
    const wanted = journal.filter((entry) => unit === undefined || entry.unit === unitOf(unit));
    const shown = lines === 0 ? [] : wanted.slice(-lines);
    if (shown.length === 0) return said('-- No entries --\n');
    return said(shown.map(({ time, text }) => `${stamp(time)} ${machine.name} systemd[1]: ${text}\n`).join(''));
  }

  return { systemctl, journalctl };
}

function entries(unit: string, verb: string, time: number): Entry[] {
  return (told[verb] ?? []).map((word) => ({ unit, time, text: `${word} ${unit}.service.` }));
}

function unitOf(name: string): string {
  return name.replace(/\.service$/, '');
}

/** `--name VALUE`, `--name=VALUE`, `-n VALUE` or `-nVALUE`. */
function optionOf(args: readonly string[], long: string, short: string): string | undefined {
  const at = args.findIndex((each) => each === long || each.startsWith(`${long}=`) || each.startsWith(short));
  const found = args[at];
  if (found === undefined) return undefined;
  if (found === long || found === short) return args[at + 1];
  return found.startsWith(long) ? found.slice(long.length + 1) : found.slice(short.length);
}

/** As `Jan 05 09:00:01`. */
function stamp(time: number): string {
  const date = new Date(time);
  return `${months[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2, '0')} ${date.toISOString().slice(11, 19)}`;
}

function said(stdout: string, exitCode = 0): Answer {
  return { stdout, stderr: '', exitCode };
}

function refused(message: string, exitCode: number): Answer {
  return { stdout: '', stderr: `${message}\n`, exitCode };
}
