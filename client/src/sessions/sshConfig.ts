/**
 * The entry of `~/.ssh/config` that makes `ssh i-…` and Remote-SSH go through Session Manager. Text in, text out; free of
 * `vscode`.
 *
 * The entry stands between two marks: written again it takes the place of the one before, and all else stays as it is.
 */

export interface SshEntry {
  /** Patterns of hosts, such as `i-* mi-*`, or the alias of one node. */
  host: string;
  /** The node, where the host is an alias. */
  hostName?: string;
  user?: string;
  /** What runs the program: Node, or VS Code's own. */
  node: string;
  /** `dist/cli.js`. */
  program: string;
  profile?: string;
  region: string;
  endpoint?: string;
  /** The proxy to go through, where the environment of SSH does not say. */
  proxy?: string;
  windows?: boolean;
}

/** The entry as text, with its marks. */
export function sshEntry({
  host,
  hostName,
  user,
  node,
  program,
  profile,
  region,
  endpoint,
  proxy,
  windows,
}: SshEntry): string {
  // OpenSSH reads a per cent sign as the beginning of what it fills in itself.
  const word = (text: string): string => {
    const plain = text.replaceAll('%', '%%');
    return /^[\w%:./\\@=+-]+$/.test(text) ? plain : quoted(plain, windows);
  };
  const command = [
    word(node),
    word(program),
    'ssm-proxy %h %p',
    ...(profile === undefined ? [] : [`--profile ${word(profile)}`]),
    `--region ${word(region)}`,
    ...(endpoint === undefined ? [] : [`--endpoint ${word(endpoint)}`]),
  ].join(' ');
  const variables = [
    // VS Code's program is Node only when it is told to be.
    ...(/(^|[\\/])node(\.exe)?$/i.test(node) ? [] : ['ELECTRON_RUN_AS_NODE=1']),
    ...(proxy === undefined ? [] : [`HTTPS_PROXY=${proxy}`]),
  ];
  const told =
    variables.length === 0
      ? ''
      : windows
        ? `cmd /c "${variables.map((variable) => `set ${variable}&& `).join('')}`
        : `env ${variables.join(' ')} `;
  return [
    begin(host),
    `Host ${host}`,
    ...(hostName === undefined ? [] : [`  HostName ${hostName}`]),
    ...(user === undefined ? [] : [`  User ${user}`]),
    `  ProxyCommand ${told}${command}${told.startsWith('cmd') ? '"' : ''}`,
    end(host),
    '',
  ].join('\n');
}

/** The configuration with the entry in it: in the place of the one before, else at the end. All else keeps its bytes. */
export function withEntry(config: string, host: string, entry: string): string {
  // As editors of Windows write it.
  const lineEnd = config.includes('\r\n') ? '\r\n' : '\n';
  const ours = entry.replaceAll('\n', lineEnd);
  const [begins, ends] = [begin(host), end(host)].map((mark) => mark.replace(/[^\w ]/g, '\\$&'));
  // The last line of a file may have no end.
  const former = new RegExp(`^${begins}\\r?\\n[^]*?^${ends}(?:\\r?\\n|(?![^]))`, 'm');
  if (former.test(config)) return config.replace(former, () => ours);
  // What stands first wins in this file: an entry for all hosts before ours still holds.
  const gap = config === '' || /\n\r?\n$/.test(config) ? '' : config.endsWith('\n') ? lineEnd : lineEnd + lineEnd;
  return `${config}${gap}${ours}`;
}

/** A name of a node as the name of a host: without what patterns and comments of the file are made of. */
export function aliasFor(name: string): string {
  return name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^-+/, '') || 'node';
}

/** What is wrong with the name of a user; undefined for nothing. */
export function userFault(user: string): string | undefined {
  return /[\s"'#]/.test(user) ? 'A user has no blanks and no quotes' : undefined;
}

const begin = (host: string): string => `# Opswright: ${host}`;
const end = (host: string): string => `# end of Opswright: ${host}`;

/** As a shell takes it; on Windows no shell reads it, and a path has no quotes in it. */
function quoted(text: string, windows = false): string {
  return windows ? `"${text}"` : `"${text.replace(/(["\\$`])/g, '\\$1')}"`;
}
