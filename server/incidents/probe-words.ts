import type { Instant } from '#domain/interval';
import { levelOf, type Status } from '#domain/status';
import { shownStatus } from '#domain/summary';
import type { Context } from '../context.ts';
import { loadHeads } from '../db/sql/component-heads.ts';
import { componentRows } from '../db/sql/summary.ts';

/** What probes say of a component now, and since when. */
export type ProbeWord = { componentId: number; component: string; name: string; status: Status; since: Instant | null };

/** What probes say of some components at this moment: unknown where that is too old to be said. */
export async function probeWords(ctx: Pick<Context, 'web' | 'clock'>, componentIds: readonly number[]): Promise<ProbeWord[]> {
  const now = ctx.clock.now();
  const heads = await loadHeads(ctx.web);
  const rows = (await componentRows(ctx.web)).filter(({ id }) => componentIds.includes(id));
  return rows.map(({ id, slug, name }) => {
    const head = heads.get(id);
    const status = shownStatus(head?.status ?? 'not_monitored', head?.latestObservedAt ?? null, now);
    return { componentId: id, component: slug, name, status, since: head?.since ?? null };
  });
}

/** Whether probes see an outage, partly or whole. */
export function isRed({ status }: ProbeWord): boolean {
  return levelOf(status) > 1;
}
