import type { Context } from '#server/context';
import type { Sender } from '#server/identity/tokens/sender';
import { ownerOf } from '#server/ingest/delivery-fault';
import type { DeliveryArrival, DeliveryKinds, DeliveryServices } from '#server/ingest/delivery-kind';
import type { Delivery, DeliveryWatch } from '#server/ingest/delivery-watch';
import type { Receipt } from '#server/ingest/schemas';
import type { Spool } from '#server/ingest/spool/spool';
import type { KindName, Spooled } from '#server/ingest/spool/spooled';
import type { Metrics } from '#server/metrics';
import { withinLimit } from '#server/with-time-limit';

/** A delivery that takes longer to store goes to the spool. */
export const STORE_MS_MAX = 2_000;
/** Probes older than this cannot make a source or instance look silent now. */
const LATE_MS = 600_000;
const ID_BYTES = 12;

type Arrived = { kind: KindName; sender: Sender; body: unknown; receivedAt: number };
type Placed = Arrived & { arrival: DeliveryArrival & { id: string }; delivery: Delivery };
type Outcome = { kind: 'stored'; receipt: Receipt } | { kind: 'failed'; error: unknown } | { kind: 'late' };
type Attempt = { outcome: Outcome; work: Promise<Receipt>; leave: () => void };

type Delivering = {
  ctx: Pick<Context, 'clock' | 'log' | 'random' | 'databaseFaults'>;
  kinds: DeliveryKinds;
  services: DeliveryServices;
  watch: DeliveryWatch;
  spool: Spool;
  metrics: Pick<Metrics, 'countReceipt'>;
  storeMsMax: number;
};

/**
 * Makes the function that takes a delivery, and returns its receipt once it is durable: in the database or, where that fails or is slow, in the spool.
 * While deliveries wait in the spool, later ones follow them, so that their order is kept.
 */
export function createDeliver(delivering: Delivering) {
  const { ctx, kinds, services, watch, spool, metrics, storeMsMax } = delivering;

  async function deliver(arrived: Arrived): Promise<Receipt> {
    const delivery = watch.begin(ctx.clock.now(), arrived.sender.sourceId);
    const id = ctx.random.bytes(ID_BYTES).toString('base64url');
    const arrival = { id, receivedAt: arrived.receivedAt, latest: ctx.clock.latest() };
    try {
      return await place({ ...arrived, arrival, delivery });
    } catch (error) {
      delivery.failed(ownerOf(error));
      throw error;
    }
  }

  async function place(placed: Placed): Promise<Receipt> {
    if (!spool.isEmpty()) await withinLimit(spool.lastPassedOn(), storeMsMax, () => undefined);
    if (!spool.isEmpty()) return toSpool(placed);
    const { outcome, work, leave } = await attempt(delivering, placed);
    if (outcome.kind === 'stored') return outcome.receipt;
    if (outcome.kind === 'failed' && ownerOf(outcome.error) === 'sender') throw outcome.error;
    if (outcome.kind === 'failed') ctx.databaseFaults.note(outcome.error);
    const isFirst = spool.isEmpty();
    try {
      const receipt = await toSpool(placed);
      leave();
      if (isFirst) ctx.log.warn(faultOf(outcome), 'probes cannot be stored in the database; they go to the spool');
      return receipt;
    } catch (error) {
      if (ownerOf(error) === 'sender') throw error;
      if (outcome.kind === 'failed') throw outcome.error; // the spool has no room either
      return work;
    }
  }

  /** Errors: those of the sender; overloaded if the spool is full. */
  async function toSpool({ kind, sender, body, receivedAt, arrival, delivery }: Placed): Promise<Receipt> {
    const { receipt, newestAt } = kinds[kind].check(sender, body, arrival);
    if (receipt.accepted === 0) {
      delivery.failed('sender');
      return receipt;
    }
    const heldFrom = newestAt < receivedAt - LATE_MS ? null : delivery.heldFrom();
    await spool.append({ ...arrival, kind, sender, body, heldFrom, accepted: receipt.accepted });
    delivery.spooled();
    return receipt;
  }

  return {
    deliver,
    /** Stores a delivery of the spool in the database. */
    async store({ kind, sender, body, ...arrival }: Spooled): Promise<Receipt> {
      const receipt = await kinds[kind].accept(services, sender, body, arrival);
      metrics.countReceipt(receipt);
      return receipt;
    },
  };
}

/** Stores a delivery in the database. Where that takes too long, the work continues: what is stored twice merges, or is recognised by its id. */
async function attempt(
  { kinds, services, metrics, storeMsMax }: Delivering,
  { kind, sender, body, receivedAt, arrival, delivery }: Placed,
): Promise<Attempt> {
  let isSpooled = false;
  const noteNewest = (newestAt: number) => newestAt < receivedAt - LATE_MS && delivery.late();
  const work = kinds[kind]
    .accept({ ...services, noteNewest, isSpooled: () => isSpooled }, sender, body, arrival)
    .then((receipt) => {
      delivery.stored();
      metrics.countReceipt(receipt);
      return receipt;
    });
  const ended = work.then(
    (receipt): Outcome => ({ kind: 'stored', receipt }),
    (error: unknown): Outcome => ({ kind: 'failed', error }),
  );
  const outcome = await withinLimit<Outcome>(ended, storeMsMax, () => ({ kind: 'late' }));
  return { outcome, work, leave: () => (isSpooled = true) };
}

function faultOf(outcome: Outcome): { code?: string | undefined; message: string } {
  if (outcome.kind !== 'failed') return { message: 'the database did not answer in time' };
  const { code, message } = outcome.error as { code?: string; message: string };
  return { code, message };
}

export type Deliver = ReturnType<typeof createDeliver>['deliver'];
