/**
 * The npm package `aws-ssm-document-language-service`, when it is installed beside this file.
 *
 * The package is a language server without a library entry. In process it is rebuilt from the two libraries that it
 * bundles and the schema that it ships, called as its server calls them: one parse for its cache, then a validation or a
 * completion (which parse once more). Over the wire its own server is started.
 */

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { benchFolder } from './places.ts';

/** As shipped; see README.md for where the number is written down. */
export const peerDebounceMilliseconds = 500;

export const peerServer = `${benchFolder}node_modules/aws-ssm-document-language-service/dist/server.js`;
export const peerInstalled = existsSync(peerServer);
export const peerHint = 'not measured: `npm ci --prefix bench` installs what it is compared with';

interface Text {
  languageId: string;
  positionAt(offset: number): unknown;
  getText(): string;
}

/** What both libraries offer, as far as it is called here. */
interface Library {
  configure(settings: object): void;
  parseJSONDocument(text: Text): unknown;
  doValidation(text: Text, ...more: unknown[]): Promise<unknown[]>;
  doComplete(text: Text, position: unknown, more: unknown): Promise<{ items: unknown[] } | null>;
}

export interface Peer {
  /** How many problems it finds. */
  check(text: string, format: 'yaml' | 'json'): Promise<number>;
  /** How many items it offers. */
  complete(text: string, format: 'yaml' | 'json', offset: number): Promise<number>;
}

export function loadPeer(): Peer | undefined {
  if (!peerInstalled) return undefined;
  const require = createRequire(`${benchFolder}package.json`);
  const json: Library = require('vscode-json-languageservice').getLanguageService({});
  const yaml: Library = require('yaml-language-server').getLanguageService(async () => '', {}, []);
  const { parse } = require('yaml-language-server/out/server/src/languageservice/parser/yamlParser07');
  const { TextDocument } = require('vscode-languageserver-textdocument');
  const schema = require('aws-ssm-document-language-service/dist/schema.json');
  const schemas = [{ fileMatch: ['*'], uri: 'file://schema/ssm-document-schema.json', schema }];
  json.configure({ validate: true, allowComments: false, schemas });
  yaml.configure({ validate: true, hover: true, completion: true, schemas });

  let version = 0;
  function open(text: string, format: 'yaml' | 'json'): Text {
    return TextDocument.create(`file:///bench.${format}`, `ssm-${format}`, ++version, text);
  }

  return {
    async check(content, format) {
      const text = open(content, format);
      if (format === 'json') {
        const document = json.parseJSONDocument(text);
        return (await json.doValidation(text, document, { comments: 'error', trailingCommas: 'error' })).length;
      }
      parse(text.getText());
      return (await yaml.doValidation(text, false)).length;
    },
    async complete(content, format, offset) {
      const text = open(content, format);
      if (format === 'json') {
        const document = json.parseJSONDocument(text);
        return (await json.doComplete(text, text.positionAt(offset), document))?.items.length ?? 0;
      }
      parse(text.getText());
      return (await yaml.doComplete(text, text.positionAt(offset), false))?.items.length ?? 0;
    },
  };
}
