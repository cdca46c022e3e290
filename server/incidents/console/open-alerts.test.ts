import { beforeEach, describe, expect, test } from 'vitest';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { ADA, as, plantPerson, VERA } from '#server/test/people';
import { openAlerts } from './open-alerts.ts';

const NOW = Date.parse('2022-03-30T12:00:00Z');
const MINUTE = 60_000;
const world = testWorld(NOW);
const vera = () => as(world.ctx, VERA);
let count = 0;

/** Inserts an alert about a silent agent, which began ten minutes ago and is due. */
async function plantAlert(change: Record<string, unknown> = {}): Promise<number> {
  const at = new Date(NOW - 10 * MINUTE);
  const about = { kind: 'agent_silent', source: `agent-${++count}`, seenAt: NOW - 11 * MINUTE };
  const { id } = await world.ctx.prisma.staffAlert.create({
    data: {
      publicId: String(count).padStart(12, '0'),
      key: `agent_silent ${count}`,
      urgency: 1,
      about,
      begunAt: at,
      activeSince: at,
      notifyFrom: at,
      ...change,
    },
  });
  return id;
}

beforeEach(async () => {
  await world.ctx.web.query('TRUNCATE staff_alert CASCADE');
});

describe('the open alerts', () => {
  test('are the most urgent first, then the oldest', async () => {
    const [low, high, second] = [
      await plantAlert(),
      await plantAlert({ urgency: 3 }),
      await plantAlert({ urgency: 3 }),
    ];
    expect((await openAlerts(vera())).map(({ id }) => id)).toEqual([high, second, low]);
  });

  test('have a text, the time they began and their incident', async () => {
    const { incident } = await anIncident(world);
    const id = await plantAlert({ incident });
    await plantAlert();
    expect(await openAlerts(vera(), incident)).toEqual([
      {
        id,
        urgency: 1,
        text: `No data from agent agent-${count - 1} since 11:49 UTC.`,
        incident,
        begunAt: NOW - 10 * MINUTE,
        acknowledged: null,
      },
    ]);
    expect((await openAlerts(vera())).length).toBe(2);
  });

  test('are shown once their notification is due, until they have ended', async () => {
    const due = await plantAlert({ notifyFrom: new Date(NOW) });
    await plantAlert({ notifyFrom: new Date(NOW + 1) });
    await plantAlert({ cleared: { at: NOW, kind: 'x' }, endedAt: new Date(NOW) });
    expect((await openAlerts(vera())).map(({ id }) => id)).toEqual([due]);
  });

  test('name the person who acknowledged them', async () => {
    const { id: person } = await plantPerson(world.ctx, 'Cory Communicator', 'communicator');
    const at = new Date(NOW - MINUTE);
    await plantAlert({ acknowledgedAt: at, acknowledgedKind: 'staff', acknowledgedId: person });
    const [alert] = await openAlerts(vera());
    expect(alert?.acknowledged).toEqual({ by: 'Cory Communicator', at: NOW - MINUTE });
  });

  test('are not listed without permission to read incidents', async () => {
    await expect(openAlerts(as(world.ctx, { kind: 'token', id: 1, scopes: ['audit:read'] }))).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await openAlerts(as(world.ctx, ADA))).toEqual([]);
  });
});
