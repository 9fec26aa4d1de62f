/** The Session documents of AWS that start what is not a shell, with the parameters they take. */

export interface SessionDocument {
  DocumentName: string;
  Parameters: Record<string, string[]>;
}

export interface Destination {
  /** A port of the node, or of the host. */
  port: number;
  /** A host that the node reaches; undefined for the node itself. */
  host?: string | undefined;
}

/** Forwards a port to the node, or through it. */
export function forwardingDocument({ port, host }: Destination): SessionDocument {
  const portNumber = [String(port)];
  return host === undefined
    ? { DocumentName: 'AWS-StartPortForwardingSession', Parameters: { portNumber } }
    : { DocumentName: 'AWS-StartPortForwardingSessionToRemoteHost', Parameters: { portNumber, host: [host] } };
}

/** One raw stream to a port of the node, as SSH wants it. */
export function sshDocument(port: number): SessionDocument {
  return { DocumentName: 'AWS-StartSSHSession', Parameters: { portNumber: [String(port)] } };
}
