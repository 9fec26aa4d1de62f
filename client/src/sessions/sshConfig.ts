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
  const parts = [
    node,
    program,
    'ssm-proxy',
    '%h',
    '%p',
    ...(profile === undefined ? [] : ['--profile', profile]),
    '--region',
    region,
    ...(endpoint === undefined ? [] : ['--endpoint', endpoint]),
  ];
  const command = parts.map((part) => (/^[\w%:./\\@=+-]+$/.test(part) ? part : quoted(part))).join(' ');
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

/** The configuration with the entry in it: in the place of the one before, else at the end. */
export function withEntry(config: string, host: string, entry: string): string {
  // As editors of Windows write it.
  if (config.includes('\r\n')) return withEntry(config.replaceAll('\r\n', '\n'), host, entry).replaceAll('\n', '\r\n');
  const at = config.indexOf(`${begin(host)}\n`);
  const stop = at < 0 ? -1 : config.indexOf(`${end(host)}\n`, at);
  if (stop >= 0) return config.slice(0, at) + entry + config.slice(stop + end(host).length + 1);
  // What stands first wins in this file: an entry for all hosts before ours still holds.
  const gap = config === '' || config.endsWith('\n\n') ? '' : config.endsWith('\n') ? '\n' : '\n\n';
  return `${config}${gap}${entry}`;
}

const begin = (host: string): string => `# Opswright: ${host}`;
const end = (host: string): string => `# end of Opswright: ${host}`;

/** As a shell and OpenSSH take it. */
function quoted(text: string): string {
  return `"${text.replace(/(["\\$`])/g, '\\$1')}"`;
}
