/**
 * What the account reads from disk: models of services, limits of requests, names of EC2's XML and the well-known documents.
 *
 * They lie beside the bundle; run from `out/`, as tests are, in `schemas/` of the repository.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { awsModels } from '../awsModels.ts';
import type { ServiceModel } from '../language/aws/model.ts';
import { managedRules } from '../managedRules.ts';
import type { Library } from './account.ts';
import type { Limits } from './wire/input.ts';
import type { Names } from './wire/query.ts';

/** The library of the account, each part of it read when it is first asked for. */
export function diskLibrary(): Library & { names(): Names } {
  const models = new Map<string, ServiceModel | undefined>();
  const read = awsModels();
  const config = managedRules(path.join(folder(), 'config-catalogue.json'));
  let limits: Record<string, Limits> | undefined;
  let documents: ReturnType<Library['documents']> | undefined;
  return {
    // Kept for good: an account that calls all its services in turn must not read one again each time.
    model(service) {
      if (!models.has(service)) models.set(service, read(service));
      return models.get(service);
    },
    limits(service) {
      limits ??= readJson<Record<string, Limits>>('wire/limits.json');
      return limits[service] ?? {};
    },
    config,
    names: () => readJson<{ shapes: Names }>('wire/ec2.json').shapes,
    documents() {
      documents ??= readDocuments();
      return documents;
    },
  };
}

function folder(): string {
  const bundled = typeof __dirname === 'string' ? __dirname : '';
  return bundled !== '' && existsSync(path.join(bundled, 'wire')) ? bundled : path.resolve('schemas');
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(path.join(folder(), file), 'utf8')) as T;
}

/** `documents/<type>/<name>.yaml`, such as `documents/Automation/AWS-StopEC2Instance.yaml`. */
function readDocuments(): Record<string, { content: string; type: string }> {
  const root = path.join(folder(), 'documents');
  if (!existsSync(root)) return {};
  return Object.fromEntries(
    readdirSync(root).flatMap((type) =>
      readdirSync(path.join(root, type)).map((file) => [
        path.basename(file, path.extname(file)),
        { content: readFileSync(path.join(root, type, file), 'utf8'), type },
      ]),
    ),
  );
}
