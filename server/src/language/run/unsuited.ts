/** Why a document cannot be run, and what to do instead. */

import { type KindId, kindOf } from '../kinds/index.ts';

/** Documents of AWS that start a session; those that set a session up are among them. */
const sessionNames = /^(?:AWS-Start\w*Session\w*|AWS-Start(?:Non)?InteractiveCommand\w*|SSM-SessionManagerRunShell)$/;

/** A sentence about a document of a kind that is not run, or undefined for one that is. */
export function unsuitedKind(name: string, kind: KindId | 'foreign' | 'missing'): string | undefined {
  switch (kind) {
    case 'automation':
    case 'command':
      return undefined;
    case 'session':
      return `"${name}" is a Session document: it is not run, but used when a session is opened on a node`;
    case 'change-template':
      return `"${name}" is a change template: it is not run, but a change request is made with it`;
    case 'package':
      return `"${name}" is a package: run AWS-ConfigureAWSPackage with its name instead`;
    case 'missing':
      return `There is no file "${name}"; the path is relative to this file`;
    case 'foreign':
      return `"${name}" holds no document; expected an Automation runbook or a Command document`;
    case 'run':
      return `"${name}" is a run file itself; name the document that it runs`;
    default:
      return `"${name}" is of another kind (${kindOf(kind).title}); only Automation runbooks and Command documents are run`;
  }
}

/** The same for a name that AWS publishes; undefined where the name does not tell. */
export function unsuitedName(name: string): string | undefined {
  return sessionNames.test(name) ? unsuitedKind(name, 'session') : undefined;
}
