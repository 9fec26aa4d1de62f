/**
 * The far end of the bare relay: a process that sends back whatever comes over a WebSocket. Started by `sessions.ts`, which
 * it tells its port.
 */

import { WebSocketServer } from 'ws';

const server: WebSocketServer = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false }, () =>
  process.send?.((server.address() as { port: number }).port),
);
server.on('connection', (web) => web.on('message', (data) => web.send(data)));
process.on('disconnect', () => process.exit());
