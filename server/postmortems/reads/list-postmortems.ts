import { excerptOf } from '#domain/incident/excerpt';
import { countActionItems } from '#domain/postmortem/action-item';
import type { ListedPostmortem, PostmortemList } from '#domain/postmortem/public-lists';
import { yearOf } from '#domain/time/calendar';
import { dayAt } from '#domain/time/day';
import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { postmortemsOfYear, promisedRows } from '#server/postmortems/sql/owed-postmortems';
import { actionItemRows, type ListedRow, listedPostmortems } from '#server/postmortems/sql/public-postmortems';
import { toPublicItems } from './action-items.ts';
import { postmortemIncidents } from './postmortem-incidents.ts';

/** Lists the published and the promised post-mortems, with a fixed number of statements. */
export async function listPostmortems(ctx: Pick<Context, 'web' | 'clock'>): Promise<PostmortemList> {
  const now = ctx.clock.now();
  const today = dayAt(now);
  return snapshot(ctx.web, async (client) => {
    const rows = await listedPostmortems(client);
    const ids = rows.map(({ id }) => id);
    const incidentsOf = await postmortemIncidents(client, ids, now);
    const items = toPublicItems(await actionItemRows(client, ids), []);
    const promised = await promisedRows(client);
    const { incidents, published, median_ms } = await postmortemsOfYear(client, yearOf(now));
    const postmortems = rows.map((row) => {
      const own = items.filter(({ postmortemId }) => postmortemId === row.id);
      return { ...toListed(row), incidents: incidentsOf(row.id), actionItems: countActionItems(own, today) };
    });
    return {
      postmortems: postmortems.sort((a, b) => startOf(b) - startOf(a)),
      promised: promised.map((row) => ({
        incident: { publicId: row.public_id, title: row.title, startedAt: row.started_at.getTime() },
        promisedOn: row.postmortem_promised_on,
        isOverdue: row.postmortem_promised_on < today,
      })),
      year: { year: new Date(now).getUTCFullYear(), incidents, published, medianAfterMs: median_ms },
      generatedAt: now,
    };
  });
}

function toListed(row: ListedRow): Omit<ListedPostmortem, 'incidents' | 'actionItems'> {
  return {
    publicId: row.public_id,
    title: row.title,
    cause: excerptOf(row.cause ?? ''),
    publishedAt: row.published_at.getTime(),
    readingMinutes: row.reading_minutes,
    figures: {
      match: row.figures.filter(({ verdict }) => verdict === 'match').length,
      explained: row.figures.filter(({ reason }) => reason !== null).length,
    },
  };
}

/** Returns when the first incident of a post-mortem began. */
function startOf({ incidents, publishedAt }: Pick<ListedPostmortem, 'incidents' | 'publishedAt'>): Instant {
  return incidents[0]?.startedAt ?? publishedAt;
}
