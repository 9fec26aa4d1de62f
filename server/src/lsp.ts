/**
 * Door: the Language Server Protocol, over standard input and output (`--stdio`, also without any argument), Node's own
 * channel (`--node-ipc`), a pipe or a socket.
 *
 * Only the connection to the process is made here. What the server does is in `lspServer.ts`, which tests drive over
 * streams in memory. The process ends on `exit`, at the end of its input and when its parent dies; the library sees to
 * all three.
 */

import { createConnection } from 'vscode-languageserver/node';
import { serve } from './lspServer.ts';

if (!process.argv.some((argument) => /^--(node-ipc|stdio|pipe|socket)\b/.test(argument))) process.argv.push('--stdio');

serve(createConnection());
