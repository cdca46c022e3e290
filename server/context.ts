import type pg from 'pg';
import type { DatabaseFault } from '#domain/alerting/database-fault';
import type { CatalogFile } from '#domain/catalog/catalog';
import type { PrismaClient } from '#prisma';
import type { Clock } from './clock.ts';
import { assert, type ProblemCode } from './errors.ts';
import type { LimitedQueue } from './limited-queue.ts';
import type { Log } from './log.ts';
import type { Random } from './random.ts';

/** The identity provider that staff may sign in with. `trustsEmail`: its addresses count as verified even without `email_verified`. */
export type OidcSettings = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  name: string;
  trustsEmail: boolean;
};
/**
 * A message to one person, with the same content as text and as HTML. `messageId`: its Message-ID, so that a retry is recognised as the same message.
 * `thread`: the id that the messages of one conversation refer to. `senderName`: replaces the name in MAIL_FROM. `pictures`: inline
 * attachments that the HTML refers to by their id.
 */
export type Message = {
  to: string;
  subject: string;
  text: string;
  html: string;
  messageId?: string;
  thread?: string;
  senderName?: string;
  headers?: Record<string, string>;
  pictures?: readonly { id: string; name: string; png: Uint8Array }[];
};
/**
 * The outcome of a message. `answer`: what the mail server said, without addresses. `refused`: the mailbox does not exist. `isRouteAtFault`: another mail
 * server may accept the message. `mayBeAccepted`: the one that was tried may have accepted it before the connection was lost.
 */
export type MailOutcome =
  | { kind: 'sent'; answer: string | null }
  | {
      kind: 'refused' | 'failed' | 'throttled' | 'timed_out' | 'unreachable';
      answer: string | null;
      isFinal: boolean;
      isRouteAtFault: boolean;
      mayBeAccepted: boolean;
    };

/** The outcome of a request. `retryAfterMs`: the pause that the receiver asks for. `excerpt`: the beginning of the answer, for staff. */
export type FetchOutcome =
  | { kind: 'answered'; status: number; retryAfterMs: number | null; excerpt: string }
  | { kind: 'blocked' | 'timed_out' | 'unreachable' };
/** Outbound HTTP to addresses that users provide. */
export type SafeFetch = {
  /** Returns why an address must not be called; null where nothing is known against it without calling it. */
  faultOf: (url: string) => string | null;
  /** Never rejects. */
  post: (request: { url: string; body: string; headers?: Record<string, string> }) => Promise<FetchOutcome>;
  /** Closes the connections that are kept open. */
  close: () => Promise<void>;
};

/** The parsed catalogue file, or why it was refused. */
export type CatalogOutcome = { catalog: CatalogFile } | { refused: { code: ProblemCode; message: string } };

/** An image of the brand. `content` is what is served; `raster` its copy as PNG; `touchIcon` the copy on white for home screens. */
export type ReadImage = {
  mediaType: 'image/svg+xml' | 'image/png';
  content: Uint8Array;
  raster: Uint8Array;
  touchIcon: Uint8Array;
};
/** `reason` names the rule and the limit, phrased to follow the name of the field. */
export type ImageOutcome = ({ kind: 'accepted' } & ReadImage) | { kind: 'refused'; reason: string };

/** An image in a text, written again. `width` and `height` in pixels. */
export type ReadTextImage = {
  mediaType: 'image/png' | 'image/jpeg' | 'image/webp';
  content: Uint8Array;
  width: number;
  height: number;
};
export type TextImageOutcome = ({ kind: 'accepted' } & ReadTextImage) | { kind: 'refused'; reason: string };

/** The content of the picture for link previews. `logo` is a data: URI. */
export type StatusPicture = {
  site: string;
  logo: string;
  sentence: string;
  detail: string;
  colours: { background: string; ink: string; quiet: string };
};

/** A user's text as sanitised HTML and as plain text. */
export type Rendered = { html: string; text: string };
/** `reason` names the limit that a text exceeds, phrased to follow the name of its field. */
export type RenderOutcome = ({ kind: 'rendered' } & Rendered) | { kind: 'refused'; reason: string };
/** Renders markdown outside the main thread, within limits of time and size. `hasImages`: whether images that were added to the site are shown. */
export type TextRenderer = {
  render: (markdown: string, options?: { hasImages?: boolean }) => Promise<RenderOutcome>;
  close: () => Promise<void>;
};

/** Everything outside the domain that a verb may use. */
export type Context = {
  /** Plain reads and writes, on the connections of `staff`. */
  prisma: PrismaClient;
  /** Reads of the public: pages, JSON and feeds. */
  web: pg.Pool;
  /** Work of staff, tokens and commands. Separate from `web`, so that their changes never delay readers. */
  staff: pg.Pool;
  /** Storage of probes. Separate, so that busy pages never delay them. */
  ingest: pg.Pool;
  /** Evaluation and maintenance of tables. */
  worker: pg.Pool;
  /** Deliveries to subscribers, and the wake-ups for them. */
  delivery: pg.Pool;
  /** Staff alerts. Separate, so that deliveries to subscribers never delay them. */
  alerts: pg.Pool;
  /** Work that waits in this process before it takes a connection. */
  queues: { incidentChanges: LimitedQueue; search: LimitedQueue };
  databaseFaults: { note: (error: unknown) => void; current: () => DatabaseFault | null };
  clock: Clock;
  random: Random;
  log: Log;
  publicOrigin: string;
  /** Sends a message; without a configured mail server (`isFolder`), only writes it to a file in `folder`. */
  mail: { send: (message: Message) => Promise<void>; isFolder: boolean; folder?: string };
  /** Sends staff alerts, through a mail server of their own if one is configured. */
  alertMail: Context['mail'];
  /** Mail to subscribers, at most `perSecond` messages per second. Never rejects if a mail server is configured. */
  subscriberMail: {
    /** `isWanted`: asked again before a message leaves that waited for the rate limit. One that is not wanted fails. */
    send: (message: Message, isWanted?: () => Promise<boolean>) => Promise<MailOutcome>;
    perSecond: number;
    close: () => void;
  };
  safeFetch: SafeFetch;
  /** Sends staff alerts. Separate, so that requests to slow webhooks of subscribers never delay them. */
  alertFetch: SafeFetch;
  texts: TextRenderer;
  /** Reads a catalogue file; a refusal has one line per mistake. */
  readCatalog: (text: string) => Promise<CatalogOutcome>;
  /** Sanitises or re-encodes an image of the brand in another process, within limits of size and time. */
  readImage: (bytes: Uint8Array) => Promise<ImageOutcome>;
  /** Re-encodes an image in a text in another process, within limits of size and time. */
  readTextImage: (bytes: Uint8Array) => Promise<TextImageOutcome>;
  /** Draws the picture for link previews as PNG. Draws it again only if it differs from the last one. Errors: overloaded. */
  drawStatusPicture: (picture: StatusPicture) => Promise<Uint8Array<ArrayBuffer>>;
  oidc: OidcSettings | null;
  /** The cost of new password hashes, as the exponent of scrypt's N. */
  passwordLog2Cost: number;
};

// Next bundles its own copy of every module, so that objects shared with the process around it are stored on globalThis.
const KEY = Symbol.for('candor.context');
const shared = globalThis as { [KEY]?: Context };

export function shareContext(ctx: Context): void {
  shared[KEY] = ctx;
}

/** Returns the context of the running process, for route handlers and pages. */
export function context(): Context {
  const ctx = shared[KEY];
  assert(ctx, 'the context is shared before the first request');
  return ctx;
}
