import { z } from 'zod';
import { countImport, type ImportLine, type ImportResult, planImport } from '#domain/subscription/plan-import';
import { SUBSCRIBER_CHANNELS } from '#domain/subscription/subscription';
import { dayUtc } from '#domain/time/format-utc';
import type { Prisma } from '#prisma';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { parseInput } from '#server/identity/people/parse-input';
import { mustConfirm } from '#server/subscribers/must-confirm';
import { keyOf, type ParsedRow, parseSubscriberCsv } from '#server/subscribers/parse-csv';
import { activeComponentIds } from '#server/subscribers/resolve-choice';
import { writeSubscribers } from '#server/subscribers/write-subscribers';

/** A large file takes longer than the limit of usual transactions. */
const TRANSACTION_MS_MAX = 60_000;

const importSchema = z.strictObject({
  text: z.string(),
  isConfirmed: z.boolean().default(false),
  isDryRun: z.boolean().default(false),
});
/** The rows in the order of the file. */
export type ImportOutcome = { lines: ImportLine[]; counts: Record<ImportResult, number> };

/**
 * Adds the new addresses of a CSV file in one transaction, or with `isDryRun` only returns the result for each row. Rows with faults,
 * subscribed addresses and those that have unsubscribed are left out. Errors: forbidden, invalid_input.
 */
export async function importSubscribers(ctx: ActingContext, input: unknown): Promise<ImportOutcome> {
  authorize(ctx, 'subscriber:write');
  const { text, isConfirmed, isDryRun } = parseInput(importSchema, input);
  return ctx.prisma.$transaction(
    async (tx) => {
      const rows = parseSubscriberCsv(ctx, text, await activeComponentIds(tx));
      const lines = planImport(rows, await knownOf(tx, rows));
      const outcome = { lines, counts: countImport(lines) };
      if (isDryRun || outcome.counts.new === 0) return outcome;
      const chosen = rows.flatMap(({ subscriber }, i) =>
        subscriber && lines[i]?.result === 'new' ? [{ ...subscriber, isConfirmed }] : [],
      );
      await writeSubscribers(tx, ctx, chosen);
      await appendAudit(tx, ctx, {
        action: 'subscriber:import',
        object: { kind: 'subscribers', id: 'list' },
        before: null,
        after: { isConfirmed, ...outcome.counts },
      });
      return outcome;
    },
    { timeout: TRANSACTION_MS_MAX },
  );
}

async function knownOf(tx: Prisma.TransactionClient, rows: readonly ParsedRow[]) {
  const subscribed = new Set<string>();
  const left = new Map<string, string>();
  for (const channel of SUBSCRIBER_CHANNELS) {
    const addresses = rows.flatMap(({ subscriber }) => (subscriber?.channel === channel ? [subscriber.address] : []));
    const found = await tx.subscriber.findMany({
      where: { channel, address: { in: addresses }, state: { not: 'ended' }, incidentId: null },
      select: { address: true },
    });
    for (const { address } of found) subscribed.add(keyOf({ channel, address: address ?? '' }));
    for (const [address, { reason, at }] of await mustConfirm(tx, channel, addresses))
      left.set(keyOf({ channel, address }), `${reason} ${dayUtc(at)}`);
  }
  return { subscribed, left };
}
