/**
 * Reads the models of AWS services from disk, each when a document first calls the service.
 *
 * Everything is synchronous, because a check is: a large model takes a few milliseconds once. Only the models used last are
 * kept, since no document calls many services and one model takes up to some megabytes.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ServiceModel } from './language/aws/model.ts';

const mostKept = 8;

/** Gives the model of a service by its boto3 name; undefined for one without a model, or that cannot be read. */
export function awsModels(
  folder: string | undefined = modelFolder(),
  read: (file: string) => string = (file) => readFileSync(file, 'utf8'),
): (name: string) => ServiceModel | undefined {
  const kept = new Map<string, ServiceModel | undefined>();
  return (name) => {
    if (kept.has(name)) {
      const model = kept.get(name);
      // What is used moves to the end; what is dropped comes from the front.
      kept.delete(name);
      kept.set(name, model);
      return model;
    }
    const model = folder === undefined ? undefined : readModel(path.join(folder, `${name}.json`), name, read);
    kept.set(name, model);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return model;
  };
}

/** Gives the services that have an operation. The files are searched and not read as models: few questions, many files. */
export function servicesByOperation(
  folder: string | undefined = modelFolder(),
): (operation: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (operation) => {
    const found = known.get(operation) ?? (folder === undefined ? [] : servicesIn(folder, operation));
    known.set(operation, found);
    return found;
  };
}

function servicesIn(folder: string, operation: string): string[] {
  if (!/^\w+$/.test(operation)) return [];
  try {
    return readdirSync(folder).flatMap((file) => {
      const name = /^([a-z0-9-]+)\.json$/.exec(file)?.[1];
      return name !== undefined && declares(readFileSync(path.join(folder, file)), operation) ? [name] : [];
    });
  } catch {
    // A file that cannot be read just now has nothing to offer.
    return [];
  }
}

/** True where an operation has its pair of shapes, in a file with or without blanks. */
function declares(model: Buffer, operation: string): boolean {
  return model.includes(`"${operation}": ["`) || model.includes(`"${operation}":["`);
}

function readModel(file: string, name: string, read: (file: string) => string): ServiceModel | undefined {
  // A name comes from a document; it must not lead out of the folder.
  if (!/^[a-z0-9-]+$/.test(name)) return undefined;
  try {
    const model: Partial<ServiceModel> | null = JSON.parse(read(file));
    // Other files of the folder are no models.
    return model !== null && isRecord(model.ops) && isRecord(model.shapes) && isRecord(model.enums)
      ? (model as ServiceModel)
      : undefined;
  } catch {
    // Most services have no model; one that is broken leaves its calls unchecked, and the rest of the check as it is.
    return undefined;
  }
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `aws/` beside the bundle; run from `out/`, as tests are, `schemas/aws` of the repository. */
function modelFolder(): string | undefined {
  // Only a CommonJS bundle has __dirname; compiled sources are ES modules, and are run at the root of the repository.
  const folder = typeof __dirname === 'string' ? path.join(__dirname, 'aws') : path.resolve('schemas/aws');
  return existsSync(folder) ? folder : undefined;
}
