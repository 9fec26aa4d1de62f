/**
 * What the editor's settings say under `opswright`, asked for once and again when they change.
 *
 * A setting only decides what is shown, never what is correct. An editor that cannot be asked gets what the manifest has as
 * the default.
 */

import type { Connection } from 'vscode-languageserver/node';
import { DidChangeConfigurationNotification } from 'vscode-languageserver/node';
import type { HintKind } from './language/index.ts';
import type { Features } from './lspFeatures.ts';

export interface Settings {
  inlayHints: Record<HintKind, boolean>;
  codeLens: Record<'references' | 'run', boolean>;
}

const usual: Settings = {
  inlayHints: { outputTypes: true, parameterDefaults: true, nextStep: true },
  codeLens: { references: true, run: true },
};

export function editorSettings(connection: Connection, features: () => Features) {
  let known: Promise<Settings> | undefined;

  async function ask(): Promise<Settings> {
    const given: Partial<Settings> | null = await connection.workspace.getConfiguration('opswright');
    return {
      inlayHints: { ...usual.inlayHints, ...given?.inlayHints },
      codeLens: { ...usual.codeLens, ...given?.codeLens },
    };
  }

  function warn(what: string): (error: unknown) => void {
    return (error) => connection.console.warn(`The editor refused ${what}: ${error}`);
  }

  return {
    get(): Promise<Settings> {
      if (!features().settings) return Promise.resolve(usual);
      known ??= ask().catch((error) => {
        warn('to tell its settings')(error);
        return usual;
      });
      return known;
    },
    /** Once the editor is ready. */
    begin(): void {
      if (!features().settingsWatched) return;
      const section = { section: 'opswright' };
      connection.client.register(DidChangeConfigurationNotification.type, section).catch(warn('to watch its settings'));
    },
    /** Forgets them, and has drawn anew what depends on them. */
    changed(): void {
      known = undefined;
      if (features().hintRefresh) connection.languages.inlayHint.refresh().catch(warn('to draw hints anew'));
      this.redrawLenses();
    },
    /** Counts of references may be others now. */
    redrawLenses(): void {
      if (features().lensRefresh)
        connection.sendRequest('workspace/codeLens/refresh').catch(warn('to draw lenses anew'));
    },
  };
}

export type EditorSettings = ReturnType<typeof editorSettings>;
