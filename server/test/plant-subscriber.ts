import type { EventKind } from '#domain/delivery/kind';
import type { Prisma } from '#prisma';
import { newPublicId, systemRandom } from '#server/random';
import type { TestWorld } from './database.ts';

/** `components`: slugs; left out: all components. `incident`: only this incident. */
type Choice = Partial<Pick<Prisma.SubscriberUncheckedCreateInput, 'minimumImpact' | 'state' | 'format'>> & {
  channel?: 'email' | 'webhook';
  address?: string;
  kinds?: EventKind[];
  components?: string[];
  incident?: string;
};

const ALL: EventKind[] = ['opened', 'updated', 'reopened', 'resolved', 'withdrawn', 'postmortem', 'maintenance'];
let count = 0;

/** Writes a confirmed subscriber, of everything by default. Returns the row. */
export async function plantSubscriber(
  { ctx, clock }: TestWorld,
  { channel = 'email', components, incident, address, kinds = ALL, ...choice }: Choice = {},
) {
  count += 1;
  const at = new Date(clock.now());
  const isWebhook = channel === 'webhook';
  const of = incident && (await ctx.prisma.incident.findUniqueOrThrow({ where: { publicId: incident } }));
  const named = await ctx.prisma.component.findMany({ where: { slug: { in: components ?? [] } } });
  return ctx.prisma.subscriber.create({
    data: {
      publicId: newPublicId(systemRandom),
      channel,
      address: address ?? (isWebhook ? `https://hooks.example/${count}` : `reader-${count}@partner.example`),
      ...(isWebhook
        ? { ownerEmail: 'owner@partner.example', secret: `whsec_${Buffer.alloc(32, count).toString('base64')}` }
        : {}),
      state: 'active',
      stateAt: at,
      createdAt: at,
      confirmedAt: at,
      kinds,
      hasAllComponents: components === undefined,
      ...(of ? { incidentId: of.id } : {}),
      ...choice,
      components: { create: named.map(({ id }) => ({ componentId: id })) },
    },
  });
}
