/**
 * The network around pretend nodes: their addresses and names, with a page on ports 80 and 8080, the banner of SSH on port
 * 22 and an echo on port 7. Nothing else is reachable, and nothing of it leaves the process: a dial never opens a socket.
 */

import type { Account } from '../account.ts';
import { answers, fleetOf, type Machine, managedNodes } from '../fleet.ts';

/** The node's end of a pretend TCP connection. */
export interface Connection {
  /** Bytes from whoever dialled. */
  take(data: Uint8Array): void;
}

export interface Peer {
  send(data: Uint8Array): void;
  /** The service has closed the connection. */
  end(): void;
}

type Service = (machine: Machine, peer: Peer) => Connection;

const services: Readonly<Record<number, Service>> = {
  7: (_, { send }) => ({ take: send }),
  22: (_, peer) => sshBanner(peer),
  80: webServer,
  8080: webServer,
};

/** Addresses that no node forwards to: those of the services behind every instance. */
const forbidden = new Set([
  '169.254.169.254',
  '169.254.169.253',
  '169.254.169.123',
  '169.254.169.250',
  '169.254.169.251',
  'fd00:ec2::254',
  'fd00:ec2::253',
  'fd00:ec2::123',
  'fd00:ec2::240',
]);

/** True for an address that the agent refuses: a service behind every instance, or one reserved in the node's network. */
export function isForbidden(host: string): boolean {
  return forbidden.has(host.toLowerCase()) || /^10\.0\.0\.[0-3]$/.test(host) || host === '10.0.255.255';
}

/** Dials from a node; undefined when nothing listens there. */
export function dial(account: Account, from: Machine, host: string, port: number, peer: Peer): Connection | undefined {
  const machine = machineAt(account, from, host);
  const service = Object.hasOwn(services, port) ? services[port] : undefined;
  return machine === undefined || service === undefined ? undefined : service(machine, peer);
}

function machineAt(account: Account, from: Machine, host: string): Machine | undefined {
  if (['localhost', '127.0.0.1', '::1', '', from.ip, from.name].includes(host)) return from;
  const named = Object.hasOwn(fleetOf(account), host) ? fleetOf(account)[host] : undefined;
  const found = named ?? managedNodes(account).find(({ ip, name }) => ip === host || name === host);
  return found !== undefined && answers(found) ? found : undefined;
}

function sshBanner({ send, end }: Peer): Connection {
  send(Buffer.from('SSH-2.0-OpenSSH_9.6 pretend\r\n'));
  return {
    // Keys are never exchanged: there is no shell behind it, and the client is told.
    take(data) {
      if (!Buffer.from(data).toString('latin1').startsWith('SSH-')) return;
      send(Buffer.from('A pretend node has no SSH behind its banner.\r\n'));
      end();
    },
  };
}

const longestHead = 16 * 1024;

/** One page for each request, and the connection stays, as HTTP 1.1 has it. */
function webServer(machine: Machine, { send, end }: Peer): Connection {
  let head = '';
  return {
    take(data) {
      head += Buffer.from(data).toString('latin1');
      for (let stop = head.indexOf('\r\n\r\n'); stop >= 0; stop = head.indexOf('\r\n\r\n')) {
        const [line = ''] = head.slice(0, stop).split('\r\n', 1);
        const closes = /\r\nconnection:\s*close/i.test(head.slice(0, stop)) || !line.endsWith('HTTP/1.1');
        head = head.slice(stop + 4);
        send(page(machine, line));
        if (closes) {
          end();
          return;
        }
      }
      if (head.length > longestHead) end();
    },
  };
}

function page({ name, id }: Machine, line: string): Uint8Array {
  const [method, path = ''] = line.split(' ');
  const there = path === '/';
  const body = there
    ? `<!doctype html><title>${name}</title><h1>${name}</h1><p>The pretend node ${id}.</p>\n`
    : 'Not found\n';
  const head = [
    `HTTP/1.1 ${there ? '200 OK' : '404 Not Found'}`,
    'Server: pretend',
    `Content-Type: ${there ? 'text/html' : 'text/plain'}; charset=utf-8`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ].join('\r\n');
  return Buffer.from(`${head}\r\n\r\n${method === 'HEAD' ? '' : body}`);
}
