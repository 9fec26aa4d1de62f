/** "Open Definition": a rule as it stands in the workspace, else as the account has it. */

import { type Location, window, workspace } from 'vscode';
import { ruleText } from '../compliance/texts.ts';
import type { RuleSubject } from '../views/complianceRules.ts';
import type { Subject } from '../views/subject.ts';
import type { App, Command } from './index.ts';

export const openConfigRule: Command = {
  id: 'opswright.openConfigRule',
  async run(app, { connection, rule }: Subject & RuleSubject) {
    const [local, ...others] = await inWorkspace(app, rule);
    const place = local && others.length > 0 ? await pick(rule, [local, ...others]) : local;
    if (place) await window.showTextDocument(place.uri, { selection: place.range });
    else if (!local) await window.showTextDocument(await app.texts.open(ruleText(connection, rule)), { preview: true });
  },
};

/** A server that does not run keeps nobody from the definition in the account. */
async function inWorkspace({ server, log }: App, rule: string): Promise<Location[]> {
  if (!workspace.workspaceFolders) return [];
  try {
    return await server.configRules(rule);
  } catch (error) {
    log.warn(`The rules of the workspace are not known: ${error instanceof Error ? error.message : error}`);
    return [];
  }
}

/** A rule may stand in several files, such as a request and a pack. */
async function pick(rule: string, places: Location[]): Promise<Location | undefined> {
  const items = places.map((place) => ({
    label: workspace.asRelativePath(place.uri),
    description: `line ${place.range.start.line + 1}`,
    place,
  }));
  const picked = await window.showQuickPick(items, { title: rule, placeHolder: 'Which definition?' });
  return picked?.place;
}
