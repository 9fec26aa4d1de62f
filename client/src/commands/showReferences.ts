/**
 * Shows the references that a lens counts. It is no command for people, hence not in the manifest: the server gives it to
 * the lens, with places as the protocol writes them.
 */

import { commands, Location, Position, Range, Uri } from 'vscode';
import { showReferencesCommand } from '../../../server/src/protocol.ts';
import type { Command } from './index.ts';

interface Place {
  line: number;
  character: number;
}

interface Stretch {
  uri: string;
  range: { start: Place; end: Place };
}

export const showReferences: Command = {
  id: showReferencesCommand,
  run(_app, uri: string, position: Place, places: Stretch[]) {
    const locations = places.map((place) => new Location(Uri.parse(place.uri), toRange(place)));
    const at = new Position(position.line, position.character);
    return commands.executeCommand('editor.action.showReferences', Uri.parse(uri), at, locations);
  },
};

function toRange({ range: { start, end } }: Stretch): Range {
  return new Range(start.line, start.character, end.line, end.character);
}
