/** How shells write a variable of the environment. Free of `vscode`. */

/** As one word, so that no shell reads anything into its value. @param shell - the path of its program. */
export function shellVariable(shell: string, name: string): string {
  const program = (shell.split(/[\\/]/).at(-1) ?? '').replace(/\.exe$/i, '').toLowerCase();
  if (program === 'cmd') return `"%${name}%"`;
  if (program === 'nu') return `$env.${name}`;
  return /^(?:pwsh|powershell)/.test(program) ? `"$env:${name}"` : `"$${name}"`;
}
