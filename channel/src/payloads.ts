/**
 * What the payloads of a data channel say: the open message, acknowledges, sizes, flags, the handshake and the end. Written
 * by one end and read by the other; a payload that cannot be read is undefined, never an exception, and what is read has the
 * types that are promised, whoever has sent it.
 */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Numbers of a flag message. */
export const flags = { disconnectToPort: 1, terminateSession: 2, connectToPortError: 3 } as const;

export type SessionType = 'Standard_Stream' | 'InteractiveCommands' | 'NonInteractiveCommands' | 'Port';

/** The first frame of a socket, a text. */
export interface OpenMessage {
  MessageSchemaVersion: string;
  RequestId: string;
  TokenValue: string;
  ClientId: string;
  ClientVersion?: string;
}

export interface Acknowledge {
  AcknowledgedMessageType: string;
  AcknowledgedMessageId: string;
  AcknowledgedMessageSequenceNumber: number;
  IsSequentialMessage: boolean;
}

export interface HandshakeRequest {
  AgentVersion: string;
  RequestedClientActions: { ActionType: string; ActionParameters: unknown }[];
}

export interface HandshakeResponse {
  ClientVersion: string;
  ProcessedClientActions: { ActionType: string; ActionStatus: number; ActionResult: unknown; Error: string }[];
  Errors: string[] | null;
}

/** What the action `SessionType` of a handshake tells. */
export interface SessionTypeParameters {
  SessionType: string;
  /** Of a port session: its document's properties with the parameters filled in. */
  Properties: unknown;
}

/** What the action `KMSEncryption` of a handshake asks for. */
export interface EncryptionParameters {
  KMSKeyId: string;
  /** Bytes in base64, which go into the context of the key; agents of old send none. */
  Challenge?: string;
}

/** Random bytes in base64, encrypted for the reader. */
export interface Challenge {
  Challenge: string;
}

export interface HandshakeComplete {
  /** Nanoseconds. */
  HandshakeTimeToComplete: number;
  CustomerMessage: string;
}

export interface ChannelClosed {
  MessageType: 'channel_closed';
  MessageId: string;
  DestinationId: string;
  SessionId: string;
  SchemaVersion: number;
  CreatedDate: string;
  /** Empty for an ordinary end, else the reason. */
  Output: string;
}

export interface Size {
  cols: number;
  rows: number;
}

export function writePayload(
  value: Acknowledge | HandshakeRequest | HandshakeResponse | HandshakeComplete | Challenge | ChannelClosed | Size,
): Uint8Array {
  return encoder.encode(JSON.stringify(value));
}

export function writeFlag(flag: number): Uint8Array {
  return Uint8Array.of(flag >>> 24, (flag >>> 16) & 255, (flag >>> 8) & 255, flag & 255);
}

export function readFlag(payload: Uint8Array): number | undefined {
  const [a = 0, b = 0, c = 0, d = 0] = payload;
  return payload.length === 4 ? ((a << 24) | (b << 16) | (c << 8) | d) >>> 0 : undefined;
}

export function readAcknowledge(payload: Uint8Array): Acknowledge | undefined {
  const read = objectOf(payload);
  return Number.isInteger(read?.AcknowledgedMessageSequenceNumber) ? (read as unknown as Acknowledge) : undefined;
}

export function readSize(payload: Uint8Array): Size | undefined {
  const { cols, rows } = objectOf(payload) ?? {};
  const sound = (value: unknown): value is number =>
    Number.isInteger(value) && Number(value) > 0 && Number(value) < 65_536;
  return sound(cols) && sound(rows) ? { cols, rows } : undefined;
}

export function readHandshakeRequest(payload: Uint8Array): HandshakeRequest | undefined {
  const { AgentVersion, RequestedClientActions } = objectOf(payload) ?? {};
  return typeof AgentVersion === 'string' && areActions(RequestedClientActions)
    ? { AgentVersion, RequestedClientActions: RequestedClientActions as HandshakeRequest['RequestedClientActions'] }
    : undefined;
}

export function readHandshakeResponse(payload: Uint8Array): HandshakeResponse | undefined {
  const read = objectOf(payload);
  return areActions(read?.ProcessedClientActions) ? (read as unknown as HandshakeResponse) : undefined;
}

function areActions(given: unknown): boolean {
  return Array.isArray(given) && given.every((each) => typeof each?.ActionType === 'string');
}

/** What the node has the user read; empty for nothing. */
export function readHandshakeComplete(payload: Uint8Array): Pick<HandshakeComplete, 'CustomerMessage'> {
  return { CustomerMessage: textOf(objectOf(payload)?.CustomerMessage) };
}

export function readChallenge(payload: Uint8Array): string | undefined {
  const read = objectOf(payload);
  return typeof read?.Challenge === 'string' ? read.Challenge : undefined;
}

/** Why a session is over, empty for an ordinary end: also of a payload that cannot be read, for its message tells of the end. */
export function readChannelClosed(payload: Uint8Array): Pick<ChannelClosed, 'Output'> {
  return { Output: textOf(objectOf(payload)?.Output) };
}

export function readOpenMessage(text: string): OpenMessage | undefined {
  const read = objectIn(text);
  const { TokenValue, ClientId, ClientVersion = '' } = read ?? {};
  return [TokenValue, ClientId, ClientVersion].every((each) => typeof each === 'string')
    ? (read as unknown as OpenMessage)
    : undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function objectOf(payload: Uint8Array): Record<string, unknown> | undefined {
  return objectIn(decoder.decode(payload));
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
