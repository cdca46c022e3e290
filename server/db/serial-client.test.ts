import { expect, test } from 'vitest';
import { testWorld } from '#server/test/database';

const world = testWorld(Date.parse('2026-11-25T12:00:00Z'));

test('concurrent queries are sent one after the other, without a warning; a failed one does not block the next', async () => {
  const warnings: string[] = [];
  const onWarning = ({ message }: Error) => void warnings.push(message);
  process.on('warning', onWarning);
  const client = await world.ctx.web.connect();
  try {
    const asked = ['SELECT 1 AS n', 'SELECT 1/0 AS n', 'SELECT 3 AS n', 'SELECT 4 AS n'].map((sql) =>
      client.query<{ n: number }>(sql),
    );
    const answers = await Promise.allSettled(asked);
    expect(
      answers.map((answer) =>
        answer.status === 'fulfilled' ? answer.value.rows[0]?.n : (answer.reason as Error).message,
      ),
    ).toEqual([1, 'division by zero', 3, 4]);
  } finally {
    client.release();
  }
  const relations = { policies: true, incidentSetting: true, heartbeats: true, instances: true };
  await world.ctx.prisma.$transaction((tx) => tx.component.findMany({ include: relations }));
  await new Promise(setImmediate); // warnings are emitted a tick later
  process.off('warning', onWarning);
  expect(warnings).toEqual([]);
});
