import { afterAll, beforeAll, beforeEach } from 'vitest';
import { listDestinations } from '#server/alerting/reads/list-destinations';
import { createStaffAlerts } from '#server/alerting/run-alerting';
import { addDestination } from '#server/alerting/verbs/add-destination';
import { removeDestination } from '#server/alerting/verbs/remove-destination';
import type { Context } from '#server/context';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { createSafeFetch } from '#server/outbound/safe-fetch';
import type { TestWorld } from './database.ts';
import { anIncident } from './incidents.ts';
import { ADA, as, CORY } from './people.ts';
import { type Got, startReceiver } from './receiver.ts';

const NEXT_UPDATE_MS = 9 * 60_000;
/** A routing key that PagerDuty could have issued. */
export const KEY = 'R0UT1NGKEYR0UT1NGKEYR0UT1NGKEY42';

/**
 * Makes a receiver of the alerts of a world. Each test begins without destinations, and with an incident whose next update is due soon,
 * so that an alert is raised. `change` replaces parts of the context.
 */
export function alertReceiver(world: TestWorld, change: (ctx: Context) => Partial<Context> = () => ({})) {
  const current = {} as {
    ctx: Context;
    alerts: ReturnType<typeof createStaffAlerts>;
    receiver: Awaited<ReturnType<typeof startReceiver>>;
    incident: string;
  };

  beforeAll(async () => {
    current.receiver = await startReceiver();
    const alertFetch = createSafeFetch({ allow: ['127.0.0.0/8'], timeoutMs: 5_000 });
    current.ctx = { ...world.ctx, alertFetch, ...change(world.ctx) };
    current.alerts = createStaffAlerts(current.ctx);
  });
  afterAll(() => current.receiver.stop());

  beforeEach(async () => {
    const { ctx } = current;
    for (const { id } of await listDestinations(as(ctx, ADA))) await removeDestination(as(ctx, ADA), { id });
    const before = await ctx.prisma.incident.findMany({ where: { resolvedAt: null }, select: { publicId: true } });
    for (const { publicId } of before)
      await resolveIncident(as(ctx, CORY), { incident: publicId, body: 'It is over.' });
    await current.alerts.runOnce();
    current.receiver.answer(200);
    ({ incident: current.incident } = await anIncident(world));
    const nextUpdateBy = new Date(world.clock.now() + NEXT_UPDATE_MS).toISOString();
    await postUpdate(as(ctx, CORY), { incident: current.incident, body: 'We look.', nextUpdateBy });
    current.receiver.got.length = 0;
  });

  const url = (path: string) => `${current.receiver.url}/${path}`;
  return {
    /** What the running test uses; created again before each. */
    current,
    url,
    /** Returns the requests that arrived at a path. */
    allAt: (path: string): Got[] => current.receiver.got.filter((one) => one.path === `/${path}`),
    add: (input: object) =>
      addDestination(as(current.ctx, ADA), { kind: 'webhook', name: 'Hook', address: url('hook'), ...input }),
    /** Lists event, outcome and tries of the deliveries about the incident. The outcome is null until it is final. */
    async outcomes() {
      const rows = await current.ctx.prisma.staffAlertDelivery.findMany({
        where: { alert: { incident: current.incident } },
        orderBy: { id: 'asc' },
        select: { event: true, delivery: { select: { state: true, outcome: true, tries: true } } },
      });
      return rows.map(({ event, delivery }) => [
        event,
        delivery?.state === 'due' ? null : delivery?.outcome,
        delivery?.tries,
      ]);
    },
    /** Lets time pass and sends what is due. */
    async pass(ms: number): Promise<void> {
      world.clock.set(world.clock.now() + ms);
      await current.alerts.runOnce();
    },
  };
}
