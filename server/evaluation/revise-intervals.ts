import type pg from 'pg';
import { effectiveSteps } from '#domain/measurement/effective-status';
import type { Status } from '#domain/measurement/status';
import { type Instant, type Step, toIntervals } from '#domain/time/interval';
import { intervalsOverlapping, replaceIntervals, type StoredInterval } from '#server/evaluation/sql/status-intervals';
import type { WorldComponent } from '#server/evaluation/sql/world';

/** Joins neighbours of one status and leaves out what is empty. */
function joined(intervals: readonly StoredInterval[]): StoredInterval[] {
  const result: StoredInterval[] = [];
  for (const interval of intervals) {
    const last = result.at(-1);
    if (interval.to !== null && interval.to <= interval.from) continue;
    if (last && last.status === interval.status && last.to === interval.from) last.to = interval.to;
    else result.push({ ...interval });
  }
  return result;
}

function isIn(list: readonly StoredInterval[], wanted: StoredInterval): boolean {
  return list.some((i) => i.from === wanted.from && i.to === wanted.to && i.status === wanted.status);
}

/**
 * Works out the effective status (rule 5) from raw steps that begin and end in calm, or at the ends of the record, and puts it in the place
 * of the intervals there. `to` null: the last interval goes on; what is known reaches to `knownTo`.
 */
export async function reviseIntervals(
  client: pg.ClientBase,
  component: WorldComponent,
  raw: readonly Step<Status>[],
  to: Instant | null,
  knownTo: Instant,
): Promise<void> {
  const from = raw[0]?.at;
  if (from === undefined || from >= knownTo) return;
  const fresh: StoredInterval[] = toIntervals(
    effectiveSteps(raw, knownTo, component.policies),
    { from, to: knownTo },
    'not_monitored',
  );
  (fresh.at(-1) as StoredInterval).to = to; // the window is not empty
  const old = (await intervalsOverlapping(client, [component.id], from, to)).get(component.id) as StoredInterval[];
  const first = old[0];
  const last = old.at(-1);
  const left = first && first.from < from ? [{ ...first, to: from }] : [];
  const right = to !== null && last && (last.to === null || last.to > to) ? [{ ...last, from: to }] : [];
  const revised = joined([...left, ...fresh, ...right]);
  const removed = old.filter((interval) => !isIn(revised, interval));
  const added = revised.filter((interval) => !isIn(old, interval));
  if (removed.length + added.length > 0) await replaceIntervals(client, component.id, removed, added);
}
