// What VS Code is told before it starts: no welcome page, no chat, no prompts, nothing that asks the network, and
// terminals drawn as elements instead of on a canvas, so that a test can read them.

/** The built-in extensions a client suite has no use for; without them the start is quieter and about 20 % cheaper. */
const unused =
  /^(copilot|git|git-base|github|github-authentication|microsoft-authentication|merge-conflict|emmet|npm|grunt|gulp|jake|ms-vscode\..*|terminal-suggest|typescript-language-features|php-language-features|css-language-features|html-language-features|extension-editing|tunnel-forwarding|debug-auto-launch|debug-server-ready|mermaid-markdown-features|simple-browser|ipynb|notebook-renderers)$/;

/** @param {string} name folder name of a built-in extension */
export const isUsed = (name) => !unused.test(name);

export const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.enabled': false,
  'git.enabled': false,
  'files.hotExit': 'off',
  'files.autoSave': 'off',
  'files.simpleDialog.enable': true,
  'window.restoreWindows': 'none',
  'window.confirmBeforeClose': 'never',
  'remote.autoForwardPorts': false,
  'editor.accessibilitySupport': 'off',
  'terminal.integrated.gpuAcceleration': 'off',
};
