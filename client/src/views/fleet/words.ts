/** Facts of a managed node in words: times, states, platforms. Free of `vscode`, so that tests need no editor. */

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago a moment was, such as `3 min ago`; of a clock that is a little behind too. */
export function ago(at: Date | number | undefined, now: number): string {
  if (at === undefined) return 'never';
  const past = now - Number(at);
  if (past < minute) return 'just now';
  if (past < hour) return `${Math.floor(past / minute)} min ago`;
  if (past < 2 * day) return `${Math.floor(past / hour)} h ago`;
  return `${Math.floor(past / day)} days ago`;
}

const states: Readonly<Record<string, string>> = {
  Online: 'Online',
  ConnectionLost: 'Connection lost',
  Inactive: 'Inactive',
};

/** The ping status of a node as a person says it. */
export function stateWords(ping: string | undefined): string {
  return (ping !== undefined && states[ping]) || ping || 'Unknown state';
}

/** `Amazon Linux 2023`, `Windows Server 2022 Datacenter`: without the vendor's build numbers. */
export function platformWords(name: string | undefined, version: string | undefined): string {
  const plain = (name ?? '').replace(/^Microsoft /, '').trim();
  if (plain === '') return '';
  return version && !/^Windows/.test(plain) && !plain.includes(version) ? `${plain} ${version}` : plain;
}

/** The words of `InProgress` with blanks between, as `in progress`. */
export function spaced(word: string): string {
  return word.replace(/(?<=[a-z])(?=[A-Z])|_/g, ' ').toLowerCase();
}

/** A text that Markdown shows as it is. */
export function literal(text: string): string {
  return text.replace(/[\\`*_[\]#|<>~]/g, '\\$&').replace(/\s+/g, ' ');
}

/** Rows as a Markdown table; those without a value are left out. */
export function table(
  head: readonly [string, string],
  rows: readonly (readonly [string, string | undefined])[],
): string {
  const lines = rows.flatMap(([name, value]) => (value ? [`| ${literal(name)} | ${literal(value)} |`] : []));
  return [`| ${head[0]} | ${head[1]} |`, '|---|---|', ...lines].join('\n');
}
