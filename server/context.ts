import type pg from 'pg';
import type { DatabaseFault } from '#domain/alerting/database-fault';
import type { WantedCatalog } from '#domain/catalog/catalog';
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
/** A plain message to one person. `messageId`: its Message-ID, where a try that is repeated must be known for the same message. */
export type Message = { to: string; subject: string; text: string; messageId?: string };

/** What came of a request; of an answer its status alone is known. */
export type FetchOutcome = { kind: 'answered'; status: number } | { kind: 'blocked' | 'timed_out' | 'unreachable' };
/** The way out to addresses that people give. */
export type SafeFetch = {
  /** Why an address may not be called, in words; null where it may, as far as can be said without calling it. */
  faultOf: (url: string) => string | null;
  /** Never rejects. */
  post: (request: { url: string; body: string; headers?: Record<string, string> }) => Promise<FetchOutcome>;
};

/** What a catalogue file describes, or why it is refused. */
export type CatalogOutcome = { catalog: WantedCatalog } | { refused: { code: ProblemCode; message: string } };

/** A text that people wrote as sanitised HTML and as plain text. */
export type Rendered = { html: string; text: string };
/** `reason` says which limit a text goes beyond, in words that follow the name of its field. */
export type RenderOutcome = ({ kind: 'rendered' } & Rendered) | { kind: 'refused'; reason: string };
/** Renders markdown beside the main loop, within limits of time and size. */
export type TextRenderer = { render: (markdown: string) => Promise<RenderOutcome>; close: () => Promise<void> };

/** Everything a verb may touch of the world. */
export type Context = {
  /** Plain reads and writes, on the connections of `staff`. */
  prisma: PrismaClient;
  /** What the public reads: pages, JSON and feeds. */
  web: pg.Pool;
  /** What staff, tokens and commands do. Apart from `web`, so that their changes never keep readers waiting. */
  staff: pg.Pool;
  /** Storing probes, so that a busy page never delays them. */
  ingest: pg.Pool;
  /** Evaluation and upkeep. */
  worker: pg.Pool;
  /** What waits in this process before it takes a connection. */
  queues: { incidentChanges: LimitedQueue; search: LimitedQueue };
  databaseFaults: { note: (error: unknown) => void; current: () => DatabaseFault | null };
  clock: Clock;
  random: Random;
  log: Log;
  publicOrigin: string;
  /** Sends a message, or keeps it as a file where no server for mail is named (`isFolder`): then it reaches nobody. */
  mail: { send: (message: Message) => Promise<void>; isFolder: boolean };
  safeFetch: SafeFetch;
  texts: TextRenderer;
  /** Reads a file of the catalogue; a refusal has a line for each mistake. */
  readCatalog: (text: string) => Promise<CatalogOutcome>;
  oidc: OidcSettings | null;
};

// Next bundles its own copy of every module, so what is shared with the process around it hangs on globalThis.
const KEY = Symbol.for('candor.context');
const shared = globalThis as { [KEY]?: Context };

export function shareContext(ctx: Context): void {
  shared[KEY] = ctx;
}

/** The running process's context; for route handlers and pages. */
export function context(): Context {
  const ctx = shared[KEY];
  assert(ctx, 'the context is shared before the first request');
  return ctx;
}
