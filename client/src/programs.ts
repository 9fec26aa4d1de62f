/** The programs of the extension that run beside it, such as the language server: Node by VS Code's own executable. */

/** Their environment. Nothing of a person's credentials is passed on: none of them calls AWS. */
export function programEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return { ...Object.fromEntries(own), ELECTRON_RUN_AS_NODE: '1', ELECTRON_NO_ASAR: '1' };
}
