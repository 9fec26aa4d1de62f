/** Reads the imports of Python. */

import type { Cursor } from './pythonCursor.ts';
import type { Tree } from './pythonNodes.ts';

function dotted(cursor: Cursor): string {
  let name = cursor.name();
  while (cursor.take('.')) name += `.${cursor.name()}`;
  return name;
}

/** Children are the names it binds; `text` is the module, or modules joined by a blank. */
export function readImport(cursor: Cursor): Tree {
  const { start } = cursor.here;
  const bound: Tree[] = [];
  const bind = (name: string): void => {
    bound.push({ kind: 'name', start, end: cursor.before?.end ?? start, children: [], text: name });
  };
  if (cursor.take('import')) {
    const modules: string[] = [];
    do {
      const module = dotted(cursor);
      modules.push(module);
      bind(cursor.take('as') ? cursor.name() : (module.split('.', 1)[0] ?? ''));
    } while (cursor.take(','));
    return cursor.node('import', start, bound, modules.join(' '));
  }
  cursor.at++;
  let relative = false;
  while (cursor.is('.') || cursor.is('...')) {
    relative = true;
    cursor.at++;
  }
  const module = relative && cursor.is('import') ? '.' : dotted(cursor);
  cursor.want('import');
  if (cursor.take('*')) bind('*');
  else {
    const grouped = cursor.take('(');
    do {
      if (grouped && cursor.is(')')) break;
      const name = cursor.name();
      bind(cursor.take('as') ? cursor.name() : name);
    } while (cursor.take(','));
    if (grouped) cursor.want(')');
  }
  return cursor.node('import', start, bound, module);
}
