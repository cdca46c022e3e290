import type { Span } from '#domain/time/interval';
import { parseRfc3339 } from '#domain/time/rfc3339';
import { manualClock } from '#server/clock';
import type { Env } from '#server/env';
import { AppError } from '#server/errors';
import type { Log } from '#server/log';
import { run } from '#server/run';
import { notificationReport } from './notification-report.ts';
import { createPlayer } from './player.ts';
import { reportPostmortems } from './postmortem-report.ts';
import type { Delivery } from './read-trace.ts';
import type { ReplaySubscribers } from './replay-subscribers.ts';
import { componentsReport, incidentsReport, type Report } from './report.ts';
import type { StaffAction } from './staff-script.ts';

const AT_ONCE = Number.POSITIVE_INFINITY;
/** Messages of the last action are sent within this time. */
const LAST_MESSAGES_MS = 3_600_000;

/**
 * The time around a trace, so that its month and year have figures. `edgeSource`: a source that reports changes only. Nothing of this is in the window of the
 * report, and the clock skips the time between.
 */
export type Surroundings = {
  edgeSource: string;
  before: readonly Delivery[];
  after: readonly Delivery[];
  staff: readonly StaffAction[];
};

export type ReplayInput = {
  deliveries: AsyncIterable<Delivery> | Iterable<Delivery>;
  /** The actions of staff in ascending order. They use the console and the API over HTTP, so the pages must be built. */
  staff?: readonly StaffAction[];
  around?: Surroundings;
  /** Added with the first delivery. `env` must name servers that take their messages. */
  subscribers?: ReplaySubscribers | undefined;
  speed: number;
  env: Env;
  log: Log;
  onProgress?: (count: number) => void;
};
type Player = ReturnType<typeof createPlayer>;

/**
 * Starts a server on `env` and delivers a trace to it over HTTP, in order, on a clock that follows the trace. `speed`: trace time per real time; Infinity means
 * no waiting. Errors: invalid_input.
 */
export async function replay(input: ReplayInput): Promise<{ report: Report; window: Span }> {
  const { staff = [], around, subscribers, env, log } = input;
  const hasPages = input.speed !== AT_ONCE || staff.length > 0;
  const clock = manualClock(0);
  const { stop, ...server } = await run({ env, log, clock, isEvaluating: false, hasPages });
  const { ctx, url } = server;
  try {
    const player = createPlayer({ ...server, clock, subscribers });
    if (around) {
      await ctx.prisma.source.create({ data: { name: around.edgeSource, kind: 'edge', createdAt: new Date(0) } });
      for (const delivery of around.before) await player.deliver(delivery, AT_ONCE);
    }
    const window = await playTrace(player, input);
    await player.settle(Math.max(clock.now(), window.to));
    await player.evaluate(window.to); // the window ends here: reverts the evaluation of any later time
    const components = await componentsReport(ctx, window);
    if (around) await playAfter(player, around);
    const incidents = await incidentsReport(ctx, window);
    const postmortems = hasPages ? await reportPostmortems(url) : [];
    const notifications = subscribers ? { notifications: await notificationReport(ctx) } : {};
    return { report: { components, ...incidents, postmortems, ...notifications }, window };
  } finally {
    await stop();
  }
}

/** Plays the deliveries and the actions of staff. Returns the window of the accepted probes. */
async function playTrace(player: Player, { deliveries, staff = [], speed, onProgress }: ReplayInput): Promise<Span> {
  const window: Span = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY };
  const upcoming = [...staff];
  let count = 0;
  for await (const delivery of deliveries) {
    while (count > 0 && upcoming[0] && upcoming[0].at <= delivery.deliveredAt)
      await player.act(upcoming.shift() as StaffAction, speed); // checked in the condition
    for (const probe of await player.deliver(delivery, count === 0 ? AT_ONCE : speed)) widen(window, probe.observedAt);
    count += 1;
    onProgress?.(count);
  }
  if (window.to < window.from) throw new AppError('invalid_input', 'The trace contains no probe that Candor accepts.');
  return window;
}

function widen(window: Span, observedAt: string): void {
  const at = parseRfc3339(observedAt) as number; // the server accepted it
  window.from = Math.min(window.from, at);
  window.to = Math.max(window.to, at + 1);
}

async function playAfter(player: Player, { after, staff }: Surroundings): Promise<void> {
  for (const delivery of after) await player.deliver(delivery, AT_ONCE);
  for (const action of staff) {
    await player.advance(action.at, AT_ONCE);
    await player.settle(action.at); // the record of the skipped time
    await player.act(action, AT_ONCE);
  }
  const last = staff.at(-1);
  if (last) await player.advance(last.at + LAST_MESSAGES_MS, AT_ONCE);
}
