import { beforeAll, describe, expect, test } from 'vitest';
import { testWorld } from '#server/test/database';
import { plantRecord } from '#server/test/records';
import { uptimePeriodsSchema } from './schemas.ts';
import { uptimeCsv, uptimePeriods } from './uptime-export.ts';
import { uptimeRecord } from './uptime-record.ts';

const world = testWorld(Date.parse('2026-07-15T12:00:00Z'));
const at = (time: string) => Date.parse(time);

describe('the uptime of a year and its months', () => {
  beforeAll(() =>
    plantRecord(world.ctx, 'serving', {
      intervals: [
        [at('2025-11-01T00:00:00Z'), at('2026-07-01T00:00:00Z'), 'operational'],
        [at('2026-07-01T00:00:00Z'), at('2026-07-01T01:00:00Z'), 'major_outage'],
        [at('2026-07-01T01:00:00Z'), null, 'operational'],
      ],
      evaluatedUntil: at('2026-07-15T12:00:00Z'),
    }),
  );
  const ofYear = async (year: string | null) => uptimePeriods(await uptimeRecord(world.ctx), year);

  test('has the year first, then its months from the newest on, and fits its schema', async () => {
    const answer = await ofYear(null);
    const serving = answer.periods.filter(({ component }) => component === 'serving');
    expect(serving.map(({ period }) => period)).toEqual([
      '2026',
      ...['2026-07', '2026-06', '2026-05', '2026-04', '2026-03', '2026-02', '2026-01'],
    ]);
    expect(serving[1]).toMatchObject({
      downMs: 3_600_000,
      targetMillionths: 999_000,
      evaluatedUntil: '2026-07-15T12:00:00.000Z',
    });
    expect(uptimePeriodsSchema.parse(answer)).toEqual(answer);
    expect((await ofYear('2025')).periods.map(({ period }) => period)).toEqual(['2025', '2025-12', '2025-11']);
  });

  test('is refused for a year without figures', async () => {
    for (const year of ['2019', '', '20', '2026-07', 'x'])
      await expect(ofYear(year)).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringMatching(/^year: must/),
      });
  });

  test('is exported as one line per component and period, in which no name is run as a formula', async () => {
    const answer = await ofYear('2025');
    const [first] = answer.periods;
    const named = { ...answer, periods: first ? [{ ...first, name: '=SUM(1,2)', met: null }] : [] };
    const [head, line, end] = uptimeCsv(named).split('\r\n');
    expect(head).toMatch(/^component,name,period,from,to,evaluatedUntil,upMs,downMs,/);
    expect(line).toMatch(/^serving,"'=SUM\(1,2\)",2025,2025-01-01T00:00:00\.000Z,2026-01-01T00:00:00\.000Z,/);
    expect(line).toMatch(/,999000,true,,\d+,0$/);
    expect(end).toBe('');
  });
});
