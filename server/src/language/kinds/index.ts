/** The kinds of document, each with how to recognise and read it. */

export const kindIds = [
  'automation',
  'change-template',
  'command',
  'session',
  'package',
  'cloudformation-wrapper',
  'conformance-pack-wrapper',
  'quick-setup',
] as const;

export type KindId = (typeof kindIds)[number];

export const kinds: readonly { id: KindId; title: string }[] = kindIds.map((id) => ({ id, title: id }));
