import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_BRAND } from '#server/catalog/reads/read-brand';
import { endPool } from '#server/db/end-pool';
import { createPrisma } from '#server/db/prisma';
import { createEvaluator } from '#server/evaluation/evaluate';
import { createToken } from '#server/identity/tokens/verbs/create-token';
import { runAutomation } from '#server/incidents/automation/run-automation';
import { badgeSvg } from '#server/site/formats/badge';
import { systemSummary } from '#server/site/summary';
import { testWorld } from '#server/test/database';
import { ADA, as, CORY } from '#server/test/people';
import { aProbe, startProbes } from '#server/test/probes';
import { anAlert } from '#server/test/received-alerts';
import { postUpdate } from './post-update.ts';
import { resolveIncident } from './resolve-incident.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const T0 = Date.parse('2022-03-30T12:00:00Z');
const world = testWorld(T0);
const cory = () => as(world.ctx, CORY);
const db = () => world.ctx.prisma;
const REASON = 'The alert is about a host that was switched off on purpose.';
let probes: Awaited<ReturnType<typeof startProbes>>;
let evaluate: ReturnType<typeof createEvaluator>;
beforeAll(async () => {
  probes = await startProbes(world.ctx);
  evaluate = createEvaluator(world.ctx);
});
afterAll(() => probes.stop());

async function evaluateAt(at: number): Promise<void> {
  world.clock.set(at);
  await evaluate(at);
  await runAutomation(world.ctx);
}

async function openIncidentOf(slug: string): Promise<string> {
  const incident = await db().incident.findFirstOrThrow({
    where: { origin: 'automatic', components: { some: { component: { slug } } } },
    orderBy: { id: 'desc' },
  });
  return incident.publicId;
}

/** Expects that resolving needs a reason, and that page, JSON and badge then still show the status that the sources report. */
async function expectGuarded(slug: string): Promise<void> {
  const incident = await openIncidentOf(slug);
  const needed = {
    code: 'reason_needed',
    more: { probes: expect.arrayContaining([expect.objectContaining({ component: slug, status: 'major_outage' })]) },
  };
  await expect(resolveIncident(cory(), { incident, body: 'Over.' })).rejects.toMatchObject(needed);
  await expect(postUpdate(cory(), { incident, body: 'Over.', state: 'resolved' })).rejects.toMatchObject(needed);
  const claim = { incident, body: 'It works.', affected: [{ component: slug, status: 'operational' as const }] };
  await expect(postUpdate(cory(), claim)).rejects.toMatchObject(needed);
  await resolveIncident(cory(), { incident, body: 'Over.', reason: REASON });
  const impact = await db().incidentImpact.findFirst({
    where: { component: { slug }, update: { incident: { publicId: incident } } },
    orderBy: { updateId: 'desc' },
  });
  expect(impact).toMatchObject({ newStatus: 'major_outage' });
  const summary = await systemSummary(world.ctx);
  expect(summary.components.find((one) => one.slug === slug)).toMatchObject({ status: 'major_outage' });
  expect(summary.overall).toBe('major_outage');
  expect(badgeSvg(summary, slug, DEFAULT_BRAND)).toContain('Major outage');
}

async function fire(startsAt: number, { endsAt, instance }: { endsAt?: number; instance: string }): Promise<void> {
  const alert = anAlert({ startsAt, ...(endsAt === undefined ? {} : { endsAt }), labels: { instance } });
  await probes.notify('alertmanager', { version: '4', groupKey: 'g', status: alert.status, alerts: [alert] });
}

describe('resolving with sources that report only changes', () => {
  // Alertmanager repeats a firing alert after its repeat_interval, 4 h by default (prometheus.io/docs/alerting/latest/configuration).
  test('a component with only alerts is still down between two repetitions', async () => {
    await fire(T0, { instance: 'srv-1' });
    await evaluateAt(T0 + 2 * MINUTE);
    await evaluateAt(T0 + 20 * MINUTE);
    await expectGuarded('serving');
    await fire(T0, { endsAt: T0 + 20 * MINUTE, instance: 'srv-1' });
  });

  // A ping may be due once per day; a source that fails afterwards sends nothing at all (healthchecks.io/docs/configuring_checks).
  test('a component with only a heartbeat is still down long after its last ping', async () => {
    const { id: componentId } = await db().component.findUniqueOrThrow({ where: { slug: 'analytics' } });
    const times = { intervalMs: 10 * MINUTE, graceMs: MINUTE, silentAfterMs: 11 * MINUTE };
    await db().source.create({
      data: { name: 'nightly', kind: 'heartbeat', componentId, instance: 'nightly', createdAt: new Date(T0), ...times },
    });
    const { text } = await createToken(as(world.ctx, ADA), { scopes: ['probes:ping'], source: 'nightly' });
    expect((await fetch(`${probes.url}/ping/${text}`)).status).toBe(200);
    await evaluateAt(T0 + 35 * MINUTE);
    await evaluateAt(T0 + 2 * HOUR);
    await expectGuarded('analytics');
  });

  // If a Prometheus fails, the samples of its exporters stop, but Alertmanager still holds the alert of another one.
  test('a silent agent does not hide an active alert of the same component', async () => {
    const at = T0 + 3 * HOUR;
    world.clock.set(at);
    await probes.post('agent', [aProbe({ observedAt: new Date(at).toISOString(), instance: 'srv-3' })]);
    await fire(at, { instance: 'srv-2' });
    await evaluateAt(at + 2 * MINUTE);
    await evaluateAt(at + HOUR);
    await expectGuarded('serving');
  });

  test('a component that is no longer evaluated is unknown, and needs no reason', async () => {
    const incident = await openIncidentOf('serving');
    await postUpdate(cory(), { incident, body: 'Not over.', state: 'investigating' });
    world.clock.set(world.clock.now() + 2 * MINUTE);
    expect((await systemSummary(world.ctx)).components[0]).toMatchObject({ status: 'unknown' });
    expect(await resolveIncident(cory(), { incident, body: 'Over.' })).toMatchObject({ state: 'resolved' });
  });

  test('reads the sources on the connection of its own transaction', async () => {
    await evaluateAt(world.clock.now());
    const web = new pg.Pool({ connectionString: world.url, max: 1, connectionTimeoutMillis: 2_000 });
    const { prisma, close } = createPrisma(web);
    const narrow = as({ ...world.ctx, web, prisma }, CORY);
    const incident = await openIncidentOf('serving');
    await postUpdate(narrow, { incident, body: 'Not over.', state: 'investigating' });
    await resolveIncident(narrow, { incident, body: 'Over.', reason: REASON });
    await close();
    await endPool(web);
  });
});
