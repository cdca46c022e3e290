import { canonicalJson, type Json } from '#domain/canonical-json';
import { TEXT_LENGTH_MAX } from '#domain/postmortem/claims/read-claims';
import { contentParts } from '#domain/postmortem/content-parts';
import { stateAfter } from '#domain/postmortem/postmortem';
import { type PostmortemContent, TEXT_SECTIONS, type TextSection } from '#domain/postmortem/sections';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError, assert } from '#server/errors';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { authorOf } from '#server/incidents/update/author';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';
import { readWorking, type Working } from '#server/postmortems/reads/read-working';
import { type SavePostmortem, savePostmortemSchema } from '#server/postmortems/schemas';
import {
  type FoundPostmortem,
  type FoundVersion,
  findPostmortem,
  workingVersion,
} from '#server/postmortems/working/find-postmortem';
import { freeIncidents } from '#server/postmortems/working/start-postmortem';
import { writeVersion } from '#server/postmortems/working/write-version';

type Edit = ReturnType<typeof parseInput<typeof savePostmortemSchema>>;
/** What was saved, with its check: the same as in the draft that staff read. */
export type SavedPostmortem = { postmortem: string; version: number; state: FoundPostmortem['state'] } & Pick<
  Working,
  'findings' | 'advice' | 'blockers'
>;

/** Drafts that one person saves within this time are one version in the history. */
const SAME_VERSION_MS = 10 * 60_000;

/**
 * Saves a new working version, and checks it. Readers see it only after it was approved and published. An edit after the approval returns to review. Errors:
 * forbidden, invalid_input, not_found; conflict with both texts if it is based on another version.
 */
export async function savePostmortem(ctx: ActingContext, input: SavePostmortem): Promise<SavedPostmortem> {
  authorize(ctx, 'postmortem:write');
  const edit = parseInput(savePostmortemSchema, input);
  const saved = await withIncidentLock(ctx, (tx) => save(tx, ctx, edit));
  const { findings, advice, blockers } = await readWorking(ctx, edit.postmortem);
  return { ...saved, findings, advice, blockers };
}

async function save(tx: IncidentTransaction, ctx: ActingContext, edit: Edit) {
  const found = await findPostmortem(tx, edit.postmortem);
  const working = await workingVersion(tx, found);
  if (found.version !== edit.version) throw conflict(edit, working);
  const title = edit.title ?? working.title;
  const content = edited(working.content, edit);
  refuseLongText(content);
  if (edit.incidents) await relink(tx, found, edit.incidents);
  const changed = changedParts(working.content, content);
  if (title === working.title && changed.length === 0)
    return { postmortem: edit.postmortem, version: found.version, state: found.state };
  const version = found.version + 1;
  const state = stateAfter(found.state, 'edit');
  assert(state, 'every state can be edited');
  const [now, author] = [new Date(ctx.clock.now()), authorOf(ctx)];
  await tx.postmortem.update({
    where: { id: found.id },
    data: {
      ...{ state, title, version, ...author, updatedAt: now },
      ...(state === found.state ? {} : { approvedAt: null, approvedBy: null }),
      ...(state === 'draft' ? { reviewRequestedAt: null } : {}),
    },
  });
  await writeVersion(tx, ctx, { postmortemId: found.id, number: version, title, content });
  if (isSuperseded(found, working, { now, author })) await dropVersion(tx, found);
  await appendAudit(tx, ctx, {
    action: 'postmortem:save',
    object: { kind: 'postmortem', id: edit.postmortem },
    before: { version: found.version, state: found.state, title: working.title },
    after: { version, state, title, changed },
  });
  return { postmortem: edit.postmortem, version, state };
}

/** Errors: invalid_input if the public texts together are longer than what the check reads. */
function refuseLongText(content: PostmortemContent): void {
  const length = contentParts(content).reduce((sum, { text }) => sum + text.length, 0);
  if (length > TEXT_LENGTH_MAX)
    throw new AppError(
      'invalid_input',
      `sections: the public texts must be at most ${TEXT_LENGTH_MAX} characters together.`,
    );
}

function conflict(edit: Edit, working: FoundVersion): AppError {
  const { postmortem: _, ...yours } = edit;
  const { sections, timeline, explanations } = working.content;
  return new AppError(
    'conflict',
    'Someone else edited this post-mortem in the meantime. Compare the two texts, then save yours again.',
    { yours, theirs: { version: working.number, title: working.title, sections, timeline, explanations } },
  );
}

/** Returns the text after an edit. What the edit leaves out stays as it is. */
function edited(before: PostmortemContent, { sections = {}, timeline, explanations }: Edit): PostmortemContent {
  const merged = Object.fromEntries(
    TEXT_SECTIONS.map((name) => {
      const { public: forReaders = before.sections[name].public, internal = before.sections[name].internal } =
        sections[name] ?? {};
      return [name, { public: forReaders, internal }];
    }),
  ) as PostmortemContent['sections']; // every section
  return {
    sections: merged,
    timeline: timeline ?? before.timeline,
    explanations: explanations ?? before.explanations,
  };
}

/** Errors: invalid_input once the post-mortem was published, because its incidents have announced it. */
async function relink(tx: IncidentTransaction, found: FoundPostmortem, incidents: readonly string[]): Promise<void> {
  const before = found.incidents.map(({ incident }) => incident.publicId);
  if (before.length === incidents.length && before.every((id) => incidents.includes(id))) return;
  if (found.publishedAt !== null)
    throw new AppError('invalid_input', 'incidents: cannot be changed after the post-mortem was published.');
  const ids = await freeIncidents(tx, incidents, found.id);
  await tx.postmortemIncident.deleteMany({ where: { postmortemId: found.id, incidentId: { notIn: ids } } });
  const added = ids.filter((id) => !found.incidents.some(({ incidentId }) => incidentId === id));
  await tx.postmortemIncident.createMany({ data: added.map((incidentId) => ({ postmortemId: found.id, incidentId })) });
}

/** Returns whether a version is one of several that one person saved in a short time, and no one else has used. */
function isSuperseded(
  { state, authorKind, authorId, publishedVersion }: FoundPostmortem,
  { number, savedAt }: FoundVersion,
  { now, author }: { now: Date; author: { authorKind: string; authorId: string } },
): boolean {
  const isSame = authorKind === author.authorKind && authorId === author.authorId;
  const isRecent = now.getTime() - savedAt.getTime() < SAME_VERSION_MS;
  return state === 'draft' && number > 1 && number !== publishedVersion && isSame && isRecent;
}

async function dropVersion(tx: IncidentTransaction, { id, version }: FoundPostmortem): Promise<void> {
  await tx.postmortemVersion.delete({ where: { postmortemId_number: { postmortemId: id, number: version } } });
}

/** Names what an edit changed, for the audit log. The texts are in the versions. */
function changedParts(
  before: PostmortemContent,
  after: PostmortemContent,
): (TextSection | 'timeline' | 'explanations')[] {
  const differs = (a: Json, b: Json) => canonicalJson(a) !== canonicalJson(b);
  return [
    ...TEXT_SECTIONS.filter((name) => differs(before.sections[name], after.sections[name])),
    ...(['timeline', 'explanations'] as const).filter((name) => differs(before[name], after[name])),
  ];
}
