import type { Instant } from '#domain/time/interval';
import type { Prisma } from '#prisma';

/**
 * Moves the future lapses of a source by `byMs`, none to before `now`, after its `repeatWithin` has changed. Past lapses stay as they are.
 */
export async function moveLapses(
  tx: Pick<Prisma.TransactionClient, '$executeRaw'>,
  source: string,
  byMs: number,
  now: Instant,
): Promise<void> {
  const at = new Date(now);
  await tx.$executeRaw`UPDATE alert a SET known_until = GREATEST(${at}, a.known_until + ${byMs}::int8 * interval '1 ms')
    FROM series s JOIN source c ON c.id = s.source_id WHERE a.series_id = s.id AND c.name = ${source} AND a.to_at IS NULL AND a.known_until > ${at}`;
  await tx.$executeRaw`UPDATE alert_lapse l SET at = GREATEST(${at}, l.at + ${byMs}::int8 * interval '1 ms')
    FROM series s JOIN source c ON c.id = s.source_id WHERE l.series_id = s.id AND c.name = ${source} AND l.at > ${at}`;
  await tx.$executeRaw`INSERT INTO dirty_range (from_at, to_at) VALUES (${at}, ${at})`;
}
