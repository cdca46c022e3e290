import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '#server/clock';
import type { Context } from '#server/context';
import { newPublicId } from '#server/random';

/** What a trial works in: a database of its own at `url`, and the clock of its context. */
export type TrialWorld = { ctx: Context; url: string };
/** A world whose clock moves only when it is set. */
export type ManualWorld = TrialWorld & { clock: Clock & { set: (at: number) => void } };

/** One line of the report. `isTiming`: it depends on the speed of the machine, and tests ignore it. */
export type Finding = { what: string; figure: string; budget: string; holds: boolean; isTiming?: true };

type Planted = { channel: 'email' | 'webhook'; address: string; kinds: readonly string[] };

const PLANT = `INSERT INTO subscriber (public_id, channel, address, owner_email, secret, state, state_at, has_all_components, kinds, created_at, confirmed_at)
SELECT id, channel, address, CASE channel WHEN 'webhook' THEN 'owner@partner.example' END, secret, 'active', $1, true, string_to_array(kinds, ','), $1, $1
FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) x(id, channel, address, secret, kinds)`;

/** Stores active subscribers to all components with one statement. */
export async function plantAll({ ctx }: TrialWorld, subscribers: readonly Planted[]): Promise<void> {
  const secrets = subscribers.map(({ channel }) =>
    channel === 'webhook' ? `whsec_${ctx.random.bytes(32).toString('base64')}` : null,
  );
  await ctx.staff.query(PLANT, [
    new Date(ctx.clock.now()),
    subscribers.map(() => newPublicId(ctx.random)),
    subscribers.map(({ channel }) => channel),
    subscribers.map(({ address }) => address),
    secrets,
    subscribers.map(({ kinds }) => kinds.join()),
  ]);
}

/** Returns how many deliveries are in a state. */
export async function countIn({ ctx }: TrialWorld, where: string): Promise<number> {
  const { rows } = await ctx.staff.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM delivery d JOIN subscriber s ON s.id = d.subscriber_id WHERE ${where}`,
  );
  return rows[0]?.count ?? 0;
}

const LOOK_EVERY_MS = 5;

/** Waits for a condition, however long it takes. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await wait(LOOK_EVERY_MS);
}
