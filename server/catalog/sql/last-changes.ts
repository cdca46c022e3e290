import type pg from 'pg';
import type { Instant } from '#domain/time/interval';
import type { Prisma } from '#prisma';

/** `incidentsAt`: null where no incident is public. */
export type LastChanges = { catalogAt: Instant; incidentsAt: Instant | null };

const LAST = `SELECT changed_at AS catalog_at, (
  SELECT GREATEST(public_updated_at, public_at) FROM incident WHERE public_at IS NOT NULL ORDER BY GREATEST(public_updated_at, public_at) DESC, id DESC LIMIT 1
) AS incidents_at FROM catalog_change`;

/** When the catalogue, and what readers see of any incident, last changed. */
export async function lastChanges(client: pg.ClientBase): Promise<LastChanges> {
  const { rows } = await client.query<{ catalog_at: Date; incidents_at: Date | null }>({
    name: 'last-changes',
    text: LAST,
  });
  const [row] = rows as [(typeof rows)[0]]; // the migration puts the one row there
  return { catalogAt: row.catalog_at.getTime(), incidentsAt: row.incidents_at?.getTime() ?? null };
}

/** Notes a change of the catalogue, in its transaction. */
export async function noteCatalogChange(
  tx: Pick<Prisma.TransactionClient, '$executeRaw'>,
  now: Instant,
): Promise<void> {
  await tx.$executeRaw`UPDATE catalog_change SET changed_at = GREATEST(changed_at, ${new Date(now)})`;
}
