/**
 * The way through a proxy, by the variables that curl, Go and the AWS CLI read: `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`,
 * in either case. For what is encrypted alone: nothing else leaves the machine.
 *
 * Node itself has this from 24 on. `NO_PROXY` names hosts with all below them, each perhaps with a port, or `*`.
 */

import type { ClientRequest } from 'node:http';
import { globalAgent } from 'node:https';
import { Agent, type AgentConnectOpts } from 'agent-base';
import { HttpsProxyAgent } from 'https-proxy-agent';

type Environment = Readonly<Record<string, string | undefined>>;

/** An agent that takes the proxy of the environment, or none for hosts that are excepted. Undefined where it names none. */
export function environmentAgent(environment: Environment): Agent | undefined {
  return proxyOf('', 0, environment) === undefined ? undefined : new EnvironmentAgent(environment);
}

class EnvironmentAgent extends Agent {
  private readonly environment: Environment;

  constructor(environment: Environment) {
    super({ keepAlive: true });
    this.environment = environment;
  }

  override connect(request: ClientRequest, options: AgentConnectOpts) {
    const proxy = proxyOf(options.host ?? '', Number(options.port), this.environment);
    return proxy === undefined ? globalAgent : new HttpsProxyAgent(proxy).connect(request, options);
  }
}

/** The proxy for a host; undefined for none. Throws a sentence for one that cannot be used. */
export function proxyOf(host: string, port: number, environment: Environment): string | undefined {
  const named = (name: string): string => environment[name] || environment[name.toUpperCase()] || '';
  const proxy = named('https_proxy') || named('all_proxy');
  if (proxy === '' || isExcepted(host.toLowerCase(), port, named('no_proxy'))) return undefined;
  const url = proxy.includes('://') ? proxy : `http://${proxy}`;
  const scheme = URL.canParse(url) ? new URL(url).protocol : '';
  if (scheme === 'http:' || scheme === 'https:') return url;
  // What stands there may have a password in it.
  const what = scheme === '' ? 'no address' : `one of the kind ${scheme}//`;
  throw new Error(`the proxy that the environment names is ${what}; it takes http://HOST:PORT`);
}

function isExcepted(host: string, port: number, exceptions: string): boolean {
  if (host === 'localhost' || host === '::1' || host.startsWith('127.')) return true;
  return exceptions
    .toLowerCase()
    .split(/[\s,]+/)
    .some((exception) => {
      if (exception === '*') return true;
      const [, name = '', only] = /^(?:\*?\.)?(.*?)(?::(\d+))?$/.exec(exception) ?? [];
      if (name === '' || (only !== undefined && Number(only) !== port)) return false;
      return host === name || host.endsWith(`.${name}`);
    });
}
