import type pg from 'pg';
import { type ActionItemCounts, countActionItems } from '#domain/postmortem/action-item';
import { changedFacts } from '#domain/postmortem/changed-facts';
import type { FrozenVersion, PublicPostmortem } from '#domain/postmortem/published-version';
import { dayAt } from '#domain/time/day';
import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { AppError } from '#server/errors';
import {
  actionItemChanges,
  actionItemRows,
  type PublicRow,
  publicPostmortemRow,
  publishedVersion,
  publishedVersions,
} from '#server/postmortems/sql/public-postmortems';
import { toPublicItems } from './action-items.ts';
import { loadRecord } from './load-record.ts';
import { postmortemIncidents, type ShownIncident } from './postmortem-incidents.ts';
import { recordOf } from './postmortem-record.ts';

/** Other texts are not queried, because PostgreSQL rejects U+0000. */
const PUBLIC_ID = /^[a-z0-9]{12}$/;

type Ctx = Pick<Context, 'web' | 'clock'>;

/**
 * Reads a published post-mortem, with what has changed in its record since. Figures and texts are those that were published. Errors: not_found, also for one
 * that was never published.
 */
export async function publicPostmortem(ctx: Ctx, publicId: string): Promise<PublicPostmortem> {
  const now = ctx.clock.now();
  return snapshot(ctx.web, async (client) => {
    const row = await rowOf(client, publicId);
    const incidents = (await postmortemIncidents(client, [row.id], now))(row.id);
    const items = await actionItemRows(client, [row.id]);
    const changes = await actionItemChanges(
      client,
      items.map(({ id }) => id),
    );
    const versions = await publishedVersions(client, row.id);
    return {
      publicId,
      title: row.title,
      publishedAt: row.published_at.getTime(),
      changedAt: row.changed_at.getTime(),
      incidents: incidents.map(({ components: _, ...incident }) => incident),
      frozen: row.frozen,
      actionItems: toPublicItems(items, changes).map(({ postmortemId: _, ...item }) => item),
      versions: versions.map((version, i) => ({
        number: versions.length - i,
        publishedAt: version.published_at.getTime(),
        note: version.change_note,
      })),
      changedFacts: await changesSince(client, row.frozen, incidents, now),
    };
  });
}

/** What other pages say about a published post-mortem. */
type PostmortemSummary = Pick<PublicPostmortem, 'publicId' | 'publishedAt'> & { actionItems: ActionItemCounts };

/** Reads when a post-mortem was published, and the states of its action items. Errors: not_found. */
export async function postmortemSummary(ctx: Ctx, publicId: string): Promise<PostmortemSummary> {
  return snapshot(ctx.web, async (client) => {
    const { id, published_at } = await rowOf(client, publicId);
    const items = toPublicItems(await actionItemRows(client, [id]), []);
    return {
      publicId,
      publishedAt: published_at.getTime(),
      actionItems: countActionItems(items, dayAt(ctx.clock.now())),
    };
  });
}

async function rowOf(client: pg.ClientBase, publicId: string): Promise<PublicRow> {
  const row = PUBLIC_ID.test(publicId) ? await publicPostmortemRow(client, publicId) : null;
  if (!row) throw new AppError('not_found', 'Post-mortem not found.');
  return row;
}

/** Compares the record that was published with the current one, as of the same evaluated time. */
async function changesSince(
  client: pg.ClientBase,
  { facts, evaluatedUntil }: Pick<FrozenVersion, 'facts' | 'evaluatedUntil'>,
  incidents: readonly Pick<ShownIncident, 'publicId'>[],
  now: Instant,
) {
  const choice = { incidents: incidents.map(({ publicId }) => publicId), until: evaluatedUntil };
  const { record } = recordOf(await loadRecord(client, choice, now), [], now);
  return changedFacts(facts, record);
}

/** A published version as readers compare it with the next one. */
export type ComparedVersion = {
  number: number;
  publishedAt: Instant;
  note: string | null;
  title: string;
  sections: FrozenVersion['sections'];
  timeline: FrozenVersion['timeline'];
};

/** Reads two successive published versions of a post-mortem, counted from 1. `before`: null for the first. Errors: not_found. */
export async function postmortemVersions(
  ctx: Ctx,
  publicId: string,
  number: number,
): Promise<{ title: string; before: ComparedVersion | null; after: ComparedVersion }> {
  return snapshot(ctx.web, async (client) => {
    const row = await rowOf(client, publicId);
    const versions = (await publishedVersions(client, row.id)).reverse();
    const read = async (n: number): Promise<ComparedVersion | null> => {
      const version = versions[n - 1];
      const found = version && (await publishedVersion(client, row.id, version.number));
      if (!found) return null;
      const { sections, timeline } = found.frozen;
      return {
        ...{ number: n, sections, timeline, title: found.title },
        publishedAt: found.published_at.getTime(),
        note: version.change_note,
      };
    };
    const after = await read(number);
    if (!after) throw new AppError('not_found', 'This version does not exist.');
    return { title: row.title, before: await read(number - 1), after };
  });
}
