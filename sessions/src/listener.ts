/**
 * Where a tunnel is reached: a port of this machine's loopback address and of nothing else, so that no other machine can use
 * the tunnel. The address is no option.
 */

import { createServer, type Server, type Socket } from 'node:net';

const loopback = '127.0.0.1';

export interface Listener {
  port: number;
  close(): void;
}

/**
 * Listens on a port, or on any free one for 0. Each connection comes paused, and half-open ones are kept. Rejects with a
 * sentence that says what to do about a port that is taken.
 */
export async function listenOn(port: number, connected: (socket: Socket) => void): Promise<Listener> {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (socket) => {
    // The close that follows tells all there is to tell.
    socket.on('error', () => socket.destroy());
    connected(socket);
  });
  try {
    return { port: await listening(server, port), close: () => server.close() };
  } catch (error) {
    throw new Error(await wordsFor(error as NodeJS.ErrnoException, port));
  }
}

/** What is wrong with a port to listen on, in a sentence with one that is free; undefined for nothing. */
export async function portFault(port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    await listening(server, port);
    await new Promise((resolve) => server.close(resolve));
    return undefined;
  } catch (error) {
    return wordsFor(error as NodeJS.ErrnoException, port);
  }
}

/** The port wanted, when it is free, else any free one. */
export async function freePort(wanted: number): Promise<number> {
  for (const port of wanted >= 1024 ? [wanted, 0] : [0]) {
    const server = createServer();
    try {
      const got = await listening(server, port);
      await new Promise((resolve) => server.close(resolve));
      return got;
    } catch {
      // Taken: any other does.
    }
  }
  return 0;
}

function listening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    // It stays: a connection that could not be taken, such as for lack of file handles, is an error too, and not the last one.
    server.on('error', reject);
    server.listen({ host: loopback, port, exclusive: true }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** A port below 1024 is not everybody's; Windows keeps whole ranges of others to itself, and says the same of them. */
async function wordsFor({ code, message }: NodeJS.ErrnoException, port: number): Promise<string> {
  const free = await freePort(port + 1);
  const instead = `choose another, such as ${free}`;
  if (code === 'EADDRINUSE') return `Port ${port} of this machine is taken by another program; ${instead}.`;
  if (code === 'EACCES')
    return `Port ${port} of this machine ${port < 1024 ? 'needs an administrator' : 'is kept by the system'}; ${instead}.`;
  return `Port ${port} of this machine cannot be opened: ${message}; ${instead}.`;
}
