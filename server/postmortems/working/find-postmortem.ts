import type { PostmortemState } from '#domain/postmortem/postmortem';
import type { PostmortemContent } from '#domain/postmortem/sections';
import type { Prisma } from '#prisma';
import { AppError, assert } from '#server/errors';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { storedContent } from '#server/postmortems/schemas';

const SELECT = {
  id: true,
  publicId: true,
  state: true,
  title: true,
  version: true,
  authorKind: true,
  authorId: true,
  publishedAt: true,
  publishedVersion: true,
  promisedOn: true,
  incidents: {
    orderBy: { incidentId: 'asc' },
    select: { incidentId: true, updateId: true, incident: { select: { publicId: true } } },
  },
} satisfies Prisma.PostmortemSelect;

type Row = Prisma.PostmortemGetPayload<{ select: typeof SELECT }>;

/** A post-mortem as a change of it begins. Its title and author are those of the working version. */
export type FoundPostmortem = Omit<Row, 'state'> & { state: PostmortemState };

type Reads = Pick<IncidentTransaction, 'postmortem' | 'postmortemVersion'>;

/** Finds a post-mortem, published or not. Errors: not_found. */
export async function findPostmortem(tx: Reads, publicId: string): Promise<FoundPostmortem> {
  const row = await tx.postmortem.findUnique({ where: { publicId }, select: SELECT });
  if (!row) throw new AppError('not_found', 'Post-mortem not found.');
  return { ...row, state: row.state as PostmortemState }; // the table's CHECK lists the states
}

/** A version with its text. */
export type FoundVersion = { number: number; title: string; content: PostmortemContent; savedAt: Date };

/** Reads the working version. */
export async function workingVersion(
  tx: Reads,
  { id: postmortemId, version: number }: Pick<FoundPostmortem, 'id' | 'version'>,
): Promise<FoundVersion> {
  const found = await tx.postmortemVersion.findUnique({
    where: { postmortemId_number: { postmortemId, number } },
    select: { title: true, content: true, savedAt: true },
  });
  assert(found, 'the working version is stored');
  return { ...found, number, content: storedContent(found.content) };
}

/** Errors: conflict if the version that the actor has seen is not the working one. */
export function refuseOldVersion({ version }: Pick<FoundPostmortem, 'version'>, seen: number): void {
  if (version !== seen)
    throw new AppError(
      'conflict',
      'Someone else edited this post-mortem in the meantime. Review the current version.',
      {
        version,
      },
    );
}
