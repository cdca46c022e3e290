import type { Context } from '#server/context';
import { AppError } from '#server/errors';

const INSTANT = '2022-03-30T13:20:00.123Z';

/** Checks that sessions run in UTC, because every instant would be shifted otherwise. Errors: bad_environment. */
export async function checkInstants(ctx: Pick<Context, 'web'>): Promise<void> {
  const { rows } = await ctx.web.query<{ at: Date; text: string }>(
    'SELECT $1::timestamptz AS at, $1::timestamptz::text AS text',
    [INSTANT],
  );
  if (rows[0]?.at.toISOString() !== INSTANT || !rows[0].text.endsWith('+00'))
    throw new AppError(
      'bad_environment',
      'DATABASE_URL: sessions must run in UTC. Remove TimeZone from its options and from the configuration of any pooler.',
    );
}
