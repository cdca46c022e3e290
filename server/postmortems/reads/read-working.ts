import { type Advice, adviceOn } from '#domain/postmortem/advice';
import { checkContent } from '#domain/postmortem/check-content';
import { contentParts, type SectionFinding } from '#domain/postmortem/content-parts';
import { type Blocker, blockersOf } from '#domain/postmortem/postmortem';
import { resolveReferences } from '#domain/postmortem/references';
import type { PostmortemContent, Section } from '#domain/postmortem/sections';
import type { ActingContext } from '#server/actor';
import { readBrand } from '#server/catalog/reads/read-brand';
import { isDatabaseAway } from '#server/errors';
import { type FoundPostmortem, findPostmortem, workingVersion } from '#server/postmortems/working/find-postmortem';
import { type IncidentRecord, postmortemRecord } from './postmortem-record.ts';

/** The working version with its check. `of`: null if the record cannot be read now, which prevents publishing. */
export type Working = {
  found: FoundPostmortem;
  content: PostmortemContent;
  savedAt: Date;
  of: IncidentRecord | null;
  findings: SectionFinding[];
  advice: Advice[];
  blockers: Blocker[];
};

/** Reads the working version of a post-mortem, and checks its text against the record of its incidents. Errors: not_found. */
export async function readWorking(ctx: ActingContext, publicId: string): Promise<Working> {
  const found = await findPostmortem(ctx.prisma, publicId);
  const { content, savedAt } = await workingVersion(ctx.prisma, found);
  const ids = found.incidents.map(({ incidentId }) => incidentId);
  const incidents = await ctx.prisma.incident.findMany({
    where: { id: { in: ids } },
    select: { isOpen: true, publicAt: true },
  });
  const actionItems = await ctx.prisma.actionItem.count({ where: { postmortemId: found.id } });
  const of = await recordOrNull(ctx, found, content);
  const findings = of ? checkContent(content, of.record) : [];
  const blockers = blockersOf({
    state: found.state,
    content,
    actionItems,
    findings,
    unknownReferences: of ? unknownIn(content, of) : [],
    incidents: incidents.map(({ isOpen, publicAt }) => ({ isOpen, isPublic: publicAt !== null })),
    hasRecord: of !== null,
  });
  const advice = adviceOn(content, await namesOf(ctx, of));
  return { found, content, savedAt, of, findings, advice, blockers };
}

/** Returns the names of components and of the company, which are not names of people. */
async function namesOf(ctx: ActingContext, of: IncidentRecord | null): Promise<string[]> {
  const { name, title } = await readBrand(ctx);
  return [...(of?.record.components.map((component) => component.name) ?? []), name ?? '', title].filter(
    (one) => one !== '',
  );
}

/** The editor works without the record: the text is in another table. */
async function recordOrNull(
  ctx: ActingContext,
  { incidents }: FoundPostmortem,
  { timeline }: PostmortemContent,
): Promise<IncidentRecord | null> {
  const publicIds = incidents.map(({ incident }) => incident.publicId);
  try {
    return await postmortemRecord(ctx, { incidents: publicIds, timeline: timeline.map(({ at }) => at) });
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    ctx.log.warn({ message: (error as Error).message }, 'the record of a post-mortem could not be read');
    return null;
  }
}

/** Returns the section of each live reference without a fact. */
function unknownIn(content: PostmortemContent, { record }: IncidentRecord): Section[] {
  return contentParts(content).flatMap(({ section, text }) =>
    resolveReferences(text, record).unknown.map(() => section),
  );
}
