import type { PostmortemContent } from '#domain/postmortem/sections';
import { type Day, startOfDay } from '#domain/time/day';
import type { ActingContext } from '#server/actor';
import { AppError } from '#server/errors';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { authorOf } from '#server/incidents/update/author';
import { findIncident } from '#server/incidents/update/find-incident';
import { newPublicId } from '#server/random';
import { writeVersion } from './write-version.ts';

type New = { incidents: readonly string[]; title: string; content: PostmortemContent; promisedOn: Day | null };

/** Writes a new post-mortem with its first version. Errors: not_found; conflict if an incident has one, or was withdrawn or merged. */
export async function startPostmortem(
  tx: IncidentTransaction,
  ctx: ActingContext,
  { incidents, title, content, promisedOn }: New,
): Promise<{ postmortem: string; version: number }> {
  const publicId = newPublicId(ctx.random);
  const ids = await freeIncidents(tx, incidents);
  const now = new Date(ctx.clock.now());
  const { id: postmortemId } = await tx.postmortem.create({
    data: {
      publicId,
      state: 'draft',
      title,
      version: 1,
      ...authorOf(ctx),
      promisedOn: promisedOn === null ? null : new Date(startOfDay(promisedOn)),
      createdAt: now,
      updatedAt: now,
      incidents: { create: ids.map((incidentId) => ({ incidentId })) },
    },
    select: { id: true },
  });
  await writeVersion(tx, ctx, { postmortemId, number: 1, title, content });
  return { postmortem: publicId, version: 1 };
}

/**
 * Returns the ids of incidents that can belong to a post-mortem. `except`: a post-mortem that they may belong to already. Errors: not_found; conflict with the
 * post-mortem that an incident has.
 */
export async function freeIncidents(
  tx: IncidentTransaction,
  publicIds: readonly string[],
  except: number | null = null,
): Promise<number[]> {
  const ids: number[] = [];
  for (const publicId of publicIds) ids.push((await findIncident(tx, publicId)).id);
  const taken = await tx.postmortemIncident.findFirst({
    where: { incidentId: { in: ids }, ...(except === null ? {} : { postmortemId: { not: except } }) },
    select: { postmortem: { select: { publicId: true } }, incident: { select: { title: true } } },
  });
  if (taken)
    throw new AppError('conflict', `“${taken.incident.title}” already has a post-mortem. Edit that one.`, {
      postmortem: taken.postmortem.publicId,
    });
  return ids;
}
