import { escapeMarkdown } from '#domain/incident/escape-markdown';
import { excerptOf } from '#domain/incident/excerpt';
import { type Blocker, stateAfter } from '#domain/postmortem/postmortem';
import type { FrozenVersion } from '#domain/postmortem/published-version';
import { resolveReferences } from '#domain/postmortem/references';
import { enPostmortems } from '#messages/en/postmortems';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import type { Rendered } from '#server/context';
import { AppError } from '#server/errors';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { answerOnce } from '#server/incidents/update/idempotency-key';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';
import { renderText } from '#server/markdown/render-text';
import { readWorking } from '#server/postmortems/reads/read-working';
import { type PublishPostmortem, publishPostmortemSchema } from '#server/postmortems/schemas';
import { announceVersion } from '#server/postmortems/working/announce-version';
import { type FoundPostmortem, findPostmortem, refuseOldVersion } from '#server/postmortems/working/find-postmortem';
import { freezeVersion } from '#server/postmortems/working/freeze-version';
import { publishImages } from '#server/postmortems/working/publish-images';

/** A longer summary is shortened in the updates of the incidents. */
const SUMMARY_LENGTH_MAX = 15_000;

type Prepared = { frozen: FrozenVersion; body: string; rendered: Rendered };

/**
 * Publishes the approved version: freezes its texts, figures and check, and posts an update to its incidents, with the event for subscribers. A later version
 * edits these updates and needs a note for readers. Errors: forbidden, invalid_input, not_found, key_reused; conflict with what prevents publishing.
 */
export async function publishPostmortem(
  ctx: ActingContext,
  input: PublishPostmortem,
): Promise<{ postmortem: string; version: number }> {
  authorize(ctx, 'postmortem:write');
  const { idempotencyKey: key, ...given } = parseInput(publishPostmortemSchema, input);
  const { postmortem: id, version, changeNote } = given;
  const prepared = await prepare(ctx, given);
  return withIncidentLock(ctx, (tx) =>
    answerOnce(tx, ctx, { verb: 'publish-postmortem', key, input: given }, async () => {
      const found = await findPostmortem(tx, id);
      refuseOldVersion(found, version);
      const state = stateAfter(found.state, 'publication');
      if (state === null || prepared === null) throw blocked([{ code: 'not_approved', section: null, count: 1 }]);
      await store(tx, ctx, found, { frozen: prepared.frozen, state, changeNote });
      const isFirst = found.publishedVersion === null;
      await announceVersion(tx, ctx, found, { ...prepared, notify: given.notify ?? isFirst });
      await appendAudit(tx, ctx, {
        action: 'postmortem:publish',
        object: { kind: 'postmortem', id },
        before: { state: found.state, publishedVersion: found.publishedVersion },
        after: { state, publishedVersion: version, ...(changeNote === undefined ? {} : { changeNote }) },
      });
      return { postmortem: id, version };
    }),
  );
}

/** Checks and renders the approved version before the transaction. Null if a repeat may have published it, or it was edited; the transaction decides. */
async function prepare(
  ctx: ActingContext,
  { postmortem: id, version, changeNote }: ReturnType<typeof parseInput<typeof publishPostmortemSchema>>,
): Promise<Prepared | null> {
  const { found, content, of, findings, blockers } = await readWorking(ctx, id);
  if (found.version !== version || found.state === 'published') return null;
  if (found.publishedVersion !== null && changeNote === undefined)
    throw new AppError('invalid_input', 'changeNote: is required. Tell readers what changed.');
  if (blockers.length > 0 || of === null) throw blocked(blockers);
  const frozen = await freezeVersion(ctx, { content, of, findings, checkedAt: ctx.clock.now() });
  const { text: summary } = resolveReferences(content.sections.summary.public.trim(), of.record);
  const text = summary.length > SUMMARY_LENGTH_MAX ? excerptOf(summary) : summary;
  const { published, changed } = enPostmortems.update;
  const link = published(text, `${ctx.publicOrigin}/postmortems/${id}`);
  const body = changeNote === undefined ? link : changed(link, escapeMarkdown(changeNote));
  return { frozen, body, rendered: await renderText(ctx, body) };
}

function blocked(blockers: readonly Blocker[]): AppError {
  const names = [...new Set(blockers.map(({ code }) => enPostmortems.blocker[code]))];
  return new AppError('conflict', `This post-mortem can't be published yet: ${names.join('; ')}.`, { blockers });
}

type Published = { frozen: FrozenVersion; state: FoundPostmortem['state']; changeNote: string | undefined };

async function store(
  tx: IncidentTransaction,
  ctx: ActingContext,
  { id: postmortemId, version: number, publishedAt }: FoundPostmortem,
  { frozen, state, changeNote }: Published,
): Promise<void> {
  const now = new Date(ctx.clock.now());
  await publishImages(tx, { postmortemId, frozen, at: now });
  await tx.postmortemVersion.update({
    where: { postmortemId_number: { postmortemId, number } },
    data: { publishedAt: now, frozen, changeNote: changeNote ?? null },
  });
  await tx.postmortem.update({
    where: { id: postmortemId },
    data: {
      ...{ state, publishedVersion: number, updatedAt: now, recordChangedAt: null },
      publishedAt: publishedAt ?? now,
      evaluatedUntil: new Date(frozen.evaluatedUntil),
    },
  });
}
