import type pg from 'pg';
import type { Arrival } from '#domain/measurement/probe-admission';
import type { Instant } from '#domain/time/interval';
import type { Clock } from '#server/clock';
import type { Sender } from '#server/identity/tokens/sender';
import type { KindName } from '#server/ingest/spool/spooled';
import type { Log } from '#server/log';
import type { Receipt } from './schemas.ts';
import type { SeriesCache } from './series-cache.ts';
import type { SourceContacts } from './source-contacts.ts';
import type { WriteQueue } from './write-queue.ts';

export type DeliveryArrival = Omit<Arrival, 'mayBackfill'>;
/** What can be said of a delivery without the database. `newestAt`: the newest instant of what is accepted. */
export type Checked = { receipt: Receipt; newestAt: Instant };

/** `noteNewest` receives the newest admitted instant before anything is stored. `isSpooled`: whether the delivery went to the spool while it waited. */
export type DeliveryServices = {
  series: SeriesCache;
  queue: WriteQueue;
  clock: Clock;
  ingest: pg.Pool;
  log: Log;
  contacts: Pick<SourceContacts, 'note'>;
  noteNewest?: (newestAt: Instant) => unknown;
  isSpooled?: () => boolean;
};

/** What the deliveries of one endpoint have in common. Both refuse the same requests, except for reasons that are only in the database. */
type DeliveryKind = {
  check: (sender: Sender, body: unknown, arrival: DeliveryArrival) => Checked;
  accept: (
    services: DeliveryServices,
    sender: Sender,
    body: unknown,
    arrival: DeliveryArrival & { id: string },
  ) => Promise<Receipt>;
};
export type DeliveryKinds = Record<KindName, DeliveryKind>;
