import type { PostmortemContent } from '#domain/postmortem/sections';
import type { ActingContext } from '#server/actor';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { authorOf } from '#server/incidents/update/author';

type NewVersion = { postmortemId: number; number: number; title: string; content: PostmortemContent };

/** Writes a version of a post-mortem, by the actor. */
export async function writeVersion(tx: IncidentTransaction, ctx: ActingContext, version: NewVersion): Promise<void> {
  const { sections, timeline, explanations } = version.content;
  await tx.postmortemVersion.create({
    data: {
      ...version,
      content: { sections, timeline: [...timeline], explanations: [...explanations] },
      ...authorOf(ctx),
      savedAt: new Date(ctx.clock.now()),
    },
  });
}
