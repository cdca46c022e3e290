import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { clockOffMs } from '#domain/measurement/source-contact';
import { transaction } from '#server/db/transaction';
import { sourceContacts } from '#server/ingest/sql/source-contacts';
import { testWorld } from '#server/test/database';
import { aProbe, startProbes, T0 } from '#server/test/probes';
import { anAlert } from '#server/test/received-alerts';

const world = testWorld(T0);
let probes: Awaited<ReturnType<typeof startProbes>>;
beforeAll(async () => {
  probes = await startProbes(world.ctx);
});
afterAll(() => probes.stop());
beforeEach(() => world.ctx.web.query('TRUNCATE source_contact'));

const at = (ms: number) => new Date(T0 + ms).toISOString();

/** Returns how far the clock of the agent appears to be off, after deliveries of the given instants. */
async function clockOff(...batches: string[][]): Promise<number | null> {
  for (const batch of batches)
    await probes.post(
      'agent-a',
      batch.map((observedAt, i) => aProbe({ instance: `i-${i}`, observedAt })),
    );
  await probes.contacts.store(world.ctx.ingest);
  const [contact] = await transaction(world.ctx.worker, sourceContacts);
  return contact ? clockOffMs(contact, T0) : null;
}

describe('a probe dated far in the future', () => {
  // What programs send: the end of time of PostgreSQL and SQL Server, milliseconds read as seconds, a clock that lost its year.
  test.each(['9999-12-31T23:59:59Z', '9999-01-01T00:00:00Z', '2262-04-11T23:47:16Z', '2036-02-07T06:28:16Z'])(
    '(%s) raises no alert of a wrong clock, on its own or among others',
    async (absurd) => {
      expect(await clockOff([absurd])).toBeNull();
      expect(await clockOff([at(-1_000), absurd])).toBeNull();
      expect(await clockOff([at(-1_000)], [absurd], [at(-500)])).toBeNull();
    },
  );

  test('is rejected, and the others of its batch are accepted', async () => {
    const { body } = await probes.post('agent-a', [
      aProbe({ observedAt: at(0) }),
      aProbe({ instance: 'b', observedAt: '9999-12-31T23:59:59Z' }),
    ]);
    expect(body).toMatchObject({ accepted: 1, rejected: [{ index: 1, code: 'in_future' }] });
  });

  test('shows a wrong clock where all probes of an agent are ahead', async () => {
    expect(await clockOff([at(30_000)])).toBe(30_000);
    await world.ctx.web.query('TRUNCATE source_contact');
    expect(await clockOff([at(600_000), at(660_000)])).toBe(600_000);
  });
});

describe('an alert that starts in the future', () => {
  const NOW = { startsAt: T0 - 1_000, labels: { instance: 'now' } };
  // Ends of time as above, and the largest instant that Go writes (time.Time, MarshalJSON: years up to 9999).
  test.each([
    '9999-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '2262-04-11T23:47:16Z',
    '2036-02-07T06:28:16Z',
    at(60_001),
  ])('(%s) is refused, whether it fires or has ended; the others are taken', async (startsAt) => {
    const absurd = [{}, { endsAt: T0 }].map((end, i) => ({
      ...anAlert({ startsAt: T0, labels: { instance: `i-${i}` }, ...end }),
      startsAt,
    }));
    const { status, body } = await probes.notify('alertmanager', {
      alerts: [...absurd, anAlert({ ...NOW, fingerprint: startsAt })],
    });
    expect([status, body]).toMatchObject([202, { rejected: [0, 1].map((index) => ({ index, code: 'in_future' })) }]);
    const { rows } = await world.ctx.web.query('SELECT 1 FROM alert WHERE from_at > $1', [new Date(T0)]);
    expect(rows).toEqual([]);
  });

  test('is accepted within the tolerance for clocks', async () => {
    const { body } = await probes.notify('alertmanager', {
      alerts: [anAlert({ startsAt: T0 + 60_000, labels: { instance: 'soon' } })],
    });
    expect(body).toMatchObject({ accepted: 1 });
  });
});
