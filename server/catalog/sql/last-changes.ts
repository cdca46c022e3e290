import type pg from 'pg';
import type { Instant } from '#domain/time/interval';
import type { Prisma } from '#prisma';

/** `incidentsAt` is null if no incident is public. */
export type LastChanges = { catalogAt: Instant; incidentsAt: Instant | null };

const LAST = `SELECT changed_at AS catalog_at, (
  SELECT updated_at FROM public_incident ORDER BY updated_at DESC, id DESC LIMIT 1
) AS incidents_at FROM catalog_change`;

/** Returns the times of the last change of the catalogue and of the last public change of any incident. */
export async function lastChanges(client: pg.ClientBase): Promise<LastChanges> {
  const { rows } = await client.query<{ catalog_at: Date; incidents_at: Date | null }>({
    name: 'last-changes',
    text: LAST,
  });
  const [row] = rows as [(typeof rows)[0]]; // the migration inserts this row
  return { catalogAt: row.catalog_at.getTime(), incidentsAt: row.incidents_at?.getTime() ?? null };
}

/** Records the time of a catalogue change, in its transaction. */
export async function noteCatalogChange(
  tx: Pick<Prisma.TransactionClient, '$executeRaw'>,
  now: Instant,
): Promise<void> {
  await tx.$executeRaw`UPDATE catalog_change SET changed_at = GREATEST(changed_at, ${new Date(now)})`;
}
