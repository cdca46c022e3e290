import { withStaffImages } from '#domain/postmortem/images';
import { isUnexplained } from '#domain/postmortem/postmortem';
import type { PublicPostmortem } from '#domain/postmortem/published-version';
import { type ActingContext, authorize } from '#server/actor';
import { snapshot } from '#server/db/transaction';
import { freezeVersion } from '#server/postmortems/working/freeze-version';
import { postmortemForStaff } from './postmortem-for-staff.ts';
import { postmortemIncidents } from './postmortem-incidents.ts';
import { readWorking } from './read-working.ts';

/** `differing`: how many figures differ without a reason. */
type Preview = { postmortem: PublicPostmortem; differing: number };

/**
 * Returns the working version as readers would see it if it was published now. Figures that differ without a reason, which prevent publishing, are not among the
 * checks. Null if the record cannot be read now.
 * Errors: forbidden, not_found, invalid_input.
 */
export async function previewPostmortem(ctx: ActingContext, publicId: string): Promise<Preview | null> {
  authorize(ctx, 'incident:read');
  const { found, content, of, findings } = await readWorking(ctx, publicId);
  if (!of) return null;
  const now = ctx.clock.now();
  const { actionItems, publishedAt } = await postmortemForStaff(ctx, publicId);
  const incidents = await snapshot(ctx.staff, (client) => postmortemIncidents(client, [found.id], now));
  const frozen = await freezeVersion(ctx, { content, of, findings, checkedAt: now });
  const figures = frozen.check.figures.filter((figure) => !isUnexplained(figure));
  const postmortem: PublicPostmortem = {
    publicId,
    title: found.title,
    publishedAt: publishedAt ?? now,
    changedAt: now,
    incidents: incidents(found.id).map(({ components: _, ...incident }) => incident),
    frozen: {
      ...frozen,
      sections: frozen.sections.map((one) => ({ ...one, html: withStaffImages(one.html, publicId) })),
      check: { ...frozen.check, figures },
    },
    actionItems: actionItems.map(({ changes, ...item }) => ({
      ...item,
      changes: changes.filter(({ at }) => publishedAt !== null && at >= publishedAt),
    })),
    versions: [],
    changedFacts: [],
  };
  return { postmortem, differing: findings.filter(isUnexplained).length };
}
