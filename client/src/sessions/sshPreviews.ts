/** Both sides of the comparison that is shown before `~/.ssh/config` is written: texts that are in no file. */

import { type Disposable, EventEmitter, Uri, workspace } from 'vscode';

const scheme = 'opswright-ssh';

export interface SshPreviews extends Disposable {
  before: Uri;
  after: Uri;
  set(before: string, after: string): void;
}

export function sshPreviews(): SshPreviews {
  const changes = new EventEmitter<Uri>();
  const texts = new Map<string, string>();
  const [before, after] = ['before', 'after'].map((side) => Uri.from({ scheme, path: `/${side}/config` })) as [
    Uri,
    Uri,
  ];
  const provider = workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changes.event,
    provideTextDocumentContent: (uri) => texts.get(uri.path) ?? '',
  });
  return {
    before,
    after,
    set(old, next) {
      texts.set(before.path, old);
      texts.set(after.path, next);
      for (const uri of [before, after]) changes.fire(uri);
    },
    dispose() {
      provider.dispose();
      changes.dispose();
    },
  };
}
