import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { EVENT_KINDS, type EventKind } from '#domain/delivery/kind';
import { insertDeliveries } from '#server/delivery/sql/fan-out';
import { newPublicId, systemRandom } from '#server/random';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { plantSubscriber } from '#server/test/plant-subscriber';

const world = testWorld(undefined, AS_IN_PRODUCTION);
const SLUGS = ['serving', 'analytics'];

type Choice = {
  components: string[] | undefined;
  minimumImpact: number;
  kinds: EventKind[];
  of: 'any' | 'this' | 'other';
  hasHeard: boolean;
};
type Sent = {
  kind: EventKind;
  components: string[];
  impact: number;
  isOpen: boolean;
  recipients: 'scope' | 'notified';
};

const choice: fc.Arbitrary<Choice> = fc.record({
  components: fc.option(fc.subarray(SLUGS), { nil: undefined }),
  minimumImpact: fc.integer({ min: 1, max: 3 }),
  kinds: fc.subarray([...EVENT_KINDS], { minLength: 1 }),
  of: fc.constantFrom('any', 'any', 'this', 'other'),
  hasHeard: fc.boolean(),
});
const sent: fc.Arbitrary<Sent> = fc.record({
  kind: fc.constantFrom(...EVENT_KINDS),
  components: fc.subarray(SLUGS),
  impact: fc.integer({ min: 1, max: 3 }),
  isOpen: fc.boolean(),
  recipients: fc.constantFrom('scope', 'scope', 'notified'),
});

/** The rules of docs/delivery.md, one at a time. */
function receives({ components, minimumImpact, kinds, of, hasHeard }: Choice, event: Sent): boolean {
  if (!hasHeard && event.recipients === 'notified') return false;
  if (!hasHeard) {
    if (of === 'other') return false;
    const isConcerned = components === undefined || components.some((slug) => event.components.includes(slug));
    if (of === 'any' && !(isConcerned && event.impact >= minimumImpact)) return false;
    if (event.isOpen && kinds.includes('opened')) return true;
  }
  return kinds.includes(event.kind);
}

let other = '';
let idOf = new Map<string, string>();
beforeAll(async () => {
  idOf = new Map((await world.ctx.prisma.component.findMany()).map(({ slug, publicId }) => [slug, publicId]));
  other = (await anIncident(world)).incident;
});

test('the statement finds the recipients that the rules describe', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(choice, { minLength: 1, maxLength: 8 }), sent, async (choices, event) => {
      const affected = event.components.map((component) => ({ component, status: 'major_outage' as const }));
      const { incident } = await anIncident(world, { affected, separate: true });
      const found = await world.ctx.prisma.event.findFirstOrThrow({ where: { incident: { publicId: incident } } });
      const now = new Date(world.clock.now());
      const expected: number[] = [];
      for (const one of choices) {
        const { of, hasHeard, ...choosing } = one;
        const about = of === 'any' ? {} : { incident: of === 'this' ? incident : other };
        const subscriber = await plantSubscriber(world, { ...choosing, ...about });
        const settled = { lane: 'mail', state: 'sent', outcome: 'sent', dueAt: now, createdAt: now, settledAt: now };
        if (hasHeard)
          await world.ctx.prisma.delivery.create({
            data: { ...settled, eventId: found.id, subscriberId: subscriber.id },
          });
        if (receives(one, event)) expected.push(subscriber.id);
      }
      const { publicId: _, id: __, undo: ___, mail: ____, ...copy } = found;
      const next = await world.ctx.prisma.event.create({
        data: { ...copy, publicId: newPublicId(systemRandom) },
      });
      const due = {
        id: String(next.id),
        public_id: next.publicId,
        kind: event.kind,
        incident_id: next.incidentId,
        update_id: null,
        recipients: event.recipients,
        notifies: true,
        occurred_at: now,
        created_at: now,
        incident,
        update: null,
      };
      const components = SLUGS.filter((slug) => event.components.includes(slug)).map((slug) => idOf.get(slug) ?? '');
      const client = await world.ctx.worker.connect();
      await insertDeliveries(client, due, { ...event, components }, world.clock.now());
      client.release();
      const made = await world.ctx.prisma.delivery.findMany({ where: { eventId: next.id }, orderBy: { id: 'asc' } });
      expect(made.map(({ subscriberId }) => subscriberId)).toEqual(expected);
      await world.ctx.web.query('TRUNCATE delivery, subscriber, subscriber_component CASCADE');
    }),
    { numRuns: 40 },
  );
});
