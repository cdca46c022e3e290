import type { EventKind } from '#domain/delivery/kind';
import { levelOfImpact, type MinimumImpact, type WebhookFormat } from '#domain/subscription/subscription';
import type { Prisma } from '#prisma';
import { AppError } from '#server/errors';

/** What a subscriber asked to receive, as it is parsed. */
export type AskedChoice = {
  components: readonly string[];
  minimumImpact: MinimumImpact;
  events: readonly EventKind[];
  language: string;
  timeZone: string | null;
  format?: WebhookFormat;
};
/** The same choice with the ids of the database. `componentIds`: empty means all components. */
export type ResolvedChoice = {
  componentIds: number[];
  minimumImpact: number;
  kinds: EventKind[];
  language: string;
  timeZone: string | null;
  format: WebhookFormat;
};
type Reads = Pick<Prisma.TransactionClient, 'component' | 'incident'>;

/** Looks up the components of choices. Archived components cannot be chosen. */
export async function activeComponentIds(tx: Pick<Reads, 'component'>): Promise<ReadonlyMap<string, number>> {
  const found = await tx.component.findMany({ where: { archivedAt: null }, select: { id: true, slug: true } });
  return new Map(found.map(({ id, slug }) => [slug, id]));
}

/** Replaces slugs by ids. Errors: invalid_input for a component that does not exist or is archived. */
export function resolveChoice(asked: AskedChoice, ids: ReadonlyMap<string, number>): ResolvedChoice {
  return {
    componentIds: asked.components.map((slug) => {
      const id = ids.get(slug);
      if (id === undefined) throw new AppError('invalid_input', `components: component "${slug}" does not exist.`);
      return id;
    }),
    minimumImpact: levelOfImpact(asked.minimumImpact),
    kinds: [...asked.events],
    language: asked.language,
    timeZone: asked.timeZone,
    format: asked.format ?? 'standard',
  };
}

/** Returns the id of a public incident, or null where none is named. Errors: invalid_input. */
export async function resolveIncident(tx: Pick<Reads, 'incident'>, publicId: string | null): Promise<number | null> {
  if (publicId === null) return null;
  const found = await tx.incident.findFirst({
    where: { publicId, publicAt: { not: null }, withdrawnAt: null, mergedIntoId: null },
    select: { id: true },
  });
  if (!found) throw new AppError('invalid_input', 'incident: there is no public incident with this id.');
  return found.id;
}
