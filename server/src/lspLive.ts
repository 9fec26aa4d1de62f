/**
 * Door: values of an account and texts of published documents, which the client is asked for while somebody types.
 *
 * The language core is synchronous: it is run with what is at hand, and notes what else it asked for; that is fetched, and it
 * is run again. All of it has one time limit, so that neither a slow account nor a silent client ever holds a list back.
 */

import { type CancellationToken, CancellationTokenSource, type Connection } from 'vscode-languageserver/node';
import {
  type CalledDocument,
  calledDocumentOf,
  type Document,
  type Live,
  type LiveAnswer,
  type Lookups,
  type NamedDocument,
  namedDocument,
  parse,
  runPartOf,
} from './language/index.ts';
import type { After } from './lspDiagnostics.ts';
import type { Features } from './lspFeatures.ts';
import { type DocumentText, documentTextRequest, liveValuesRequest } from './protocol.ts';

/** As long as somebody who types would wait. */
export const liveMilliseconds = 1500;
/** The document, its parameters, and values of their types: more questions than these follow from no other. */
const mostRounds = 3;
/** Documents that are kept, and for how long: somebody may publish another version. */
const mostTexts = 50;
const keptMilliseconds = 60_000;

export interface LiveResult<T> {
  value: T;
  /** True when something was asked for and did not come. */
  incomplete: boolean;
}

interface Options {
  connection: Connection;
  features: () => Features;
  after: After;
}

export function liveLookups({ connection, features, after }: Options) {
  /** What is known of published documents, by name, version and account. */
  const texts = new Map<string, { called: CalledDocument | undefined; since: number }>();

  function kept(key: string): { called: CalledDocument | undefined } | undefined {
    const found = texts.get(key);
    return found !== undefined && performance.now() - found.since < keptMilliseconds ? found : undefined;
  }

  /** Runs something with all that the client can tell. */
  async function withLive<T>(
    document: Document,
    lookups: Lookups,
    token: CancellationToken,
    run: (lookups: Lookups) => T,
  ): Promise<LiveResult<T>> {
    const part = runPartOf(document);
    if (part === undefined || !features().liveValues) return { value: run(lookups), incomplete: false };
    const named = namedDocument(part);
    const answers = new Map<string, readonly LiveAnswer[]>();
    const limit = deadline(token);
    try {
      for (let round = 0; ; round++) {
        const wanted = new Map<string, () => Promise<void>>();
        const value = run(noting(lookups, named, answers, wanted, limit.token));
        if (wanted.size === 0 || round === mostRounds || limit.token.isCancellationRequested)
          return { value, incomplete: wanted.size > 0 };
        const all = Promise.all([...wanted.values()].map((fetch) => fetch()));
        await Promise.race([all, limit.passed]);
      }
    } finally {
      limit.end();
    }
  }

  /** Lookups that note what they do not know yet. */
  function noting(
    lookups: Lookups,
    named: NamedDocument | undefined,
    answers: Map<string, readonly LiveAnswer[]>,
    wanted: Map<string, () => Promise<void>>,
    token: CancellationToken,
  ): Lookups {
    return {
      ...lookups,
      live: (asked: Live) => {
        const key = JSON.stringify(asked);
        const found = answers.get(key);
        if (found === undefined)
          wanted.set(
            key,
            async () => void answers.set(key, (await ask<LiveAnswer[]>(liveValuesRequest, asked, token)) ?? []),
          );
        return found ?? [];
      },
      document: (name) => {
        const known = lookups.document?.(name);
        if (named === undefined || (name !== named.name && !named.name.endsWith(`/${name}`))) return known;
        if (known !== undefined && !known.published) return known;
        if (lookups.kindOf?.(name) !== undefined && known === undefined) return undefined;
        const key = JSON.stringify(named);
        const found = kept(key) ?? (answers.has(key) ? { called: undefined } : undefined);
        if (found === undefined)
          wanted.set(key, async () => {
            const answer = await ask<DocumentText>(documentTextRequest, named, token);
            if (token.isCancellationRequested) return;
            if (texts.size >= mostTexts) texts.clear();
            if (answer) texts.set(key, { called: publishedDocument(answer.text), since: performance.now() });
            // One that is not to be had now may be so in a moment; it is not asked for twice at once.
            else answers.set(key, []);
          });
        return found?.called ?? known;
      },
    };
  }

  /** Asks the client; undefined when it has no answer, or fails. */
  async function ask<T>(method: string, params: object, token: CancellationToken): Promise<T | undefined> {
    try {
      return (await connection.sendRequest<T | null>(method, params, token)) ?? undefined;
    } catch (error) {
      // No account, no permission, no network: then there is nothing to offer, and the client has said why.
      if (!token.isCancellationRequested) connection.console.log(`The client has no answer to ${method}: ${error}`);
      return undefined;
    }
  }

  function deadline(outer: CancellationToken) {
    const source = new CancellationTokenSource();
    let pass = (): void => undefined;
    const passed = new Promise<void>((resolve) => {
      pass = resolve;
    });
    const stop = (): void => {
      source.cancel();
      pass();
    };
    const callOff = after(liveMilliseconds, stop);
    const listener = outer.onCancellationRequested(stop);
    return {
      token: source.token,
      passed,
      end(): void {
        callOff();
        listener.dispose();
        source.cancel();
      },
    };
  }

  return withLive;
}

export type WithLive = ReturnType<typeof liveLookups>;

/** The call signature of a text that the service has. */
function publishedDocument(text: string): CalledDocument | undefined {
  const part = parse(text).parts.find(({ embedded }) => !embedded);
  const called = part && calledDocumentOf(part);
  return called && { ...called, published: true };
}
