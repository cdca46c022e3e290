import type { Prisma } from '#prisma';
import type { ResolvedChoice } from './resolve-choice.ts';

type Writes = Pick<Prisma.TransactionClient, 'subscriber' | 'subscriberComponent'>;

const CHOICE = {
  hasAllComponents: true,
  minimumImpact: true,
  kinds: true,
  language: true,
  timeZone: true,
  format: true,
  components: { select: { component: { select: { slug: true } } } },
} satisfies Prisma.SubscriberSelect;

/** What a subscriber receives, as the audit log shows it. `components` is null for all. */
export type StoredChoice = {
  components: string[] | null;
  minimumImpact: number;
  kinds: string[];
  language: string;
  timeZone: string | null;
  format: string;
};

/** Reads what a subscriber receives. */
export async function storedChoice(tx: Pick<Writes, 'subscriber'>, id: number): Promise<StoredChoice> {
  const { components, hasAllComponents, ...rest } = await tx.subscriber.findUniqueOrThrow({
    where: { id },
    select: CHOICE,
  });
  return {
    components: hasAllComponents ? null : components.map(({ component }) => component.slug).sort(),
    ...rest,
  };
}

/** Replaces what a subscriber receives. Returns it before and after, or null where nothing differs. */
export async function changeChoice(
  tx: Writes,
  id: number,
  { componentIds, ...chosen }: ResolvedChoice,
): Promise<{ before: StoredChoice; after: StoredChoice } | null> {
  const before = await storedChoice(tx, id);
  await tx.subscriberComponent.deleteMany({ where: { subscriberId: id } });
  await tx.subscriberComponent.createMany({
    data: componentIds.map((componentId) => ({ subscriberId: id, componentId })),
  });
  await tx.subscriber.update({ where: { id }, data: { ...chosen, hasAllComponents: componentIds.length === 0 } });
  const after = await storedChoice(tx, id);
  return JSON.stringify(before) === JSON.stringify(after) ? null : { before, after };
}
