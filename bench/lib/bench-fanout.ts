import { fanOut } from '#server/delivery/fan-out';
import { anIncident } from '#server/test/incidents';
import { deliveryPlace, detailsOf } from './delivery-place.ts';
import { against, median, msOf, type Result, round } from './report.ts';

const EVENTS = 5;
/** The rows of one event, copied into a table without indexes. */
const PLAIN = 'INSERT INTO bench_plain SELECT * FROM delivery WHERE event_id = (SELECT max(event_id) FROM delivery)';

/** The time from a published event to its rows, one per subscriber, beside a plain insert of the same rows. */
export async function fanOutRows(): Promise<Result> {
  const { ctx } = await deliveryPlace('email');
  await ctx.staff.query('CREATE TABLE bench_plain (LIKE delivery)');
  const times = { fanOut: [] as number[], plain: [] as number[] };
  for (let i = 0; i < EVENTS; i++) {
    await anIncident({ ctx });
    times.fanOut.push(await msOf(() => fanOut(ctx)));
    times.plain.push(await msOf(() => ctx.staff.query(PLAIN)));
  }
  return {
    bench: 'fanout',
    value: median(times.fanOut),
    unit: 'ms',
    budget: { max: 2_000 },
    yardsticks: [
      against('a plain insert of the same rows without indexes, ms', median(times.fanOut), median(times.plain)),
    ],
    details: { ...detailsOf(), slowestMs: round(Math.max(...times.fanOut)), events: EVENTS },
  };
}
