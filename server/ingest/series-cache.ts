import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { type Labels, type SeriesRow, seriesOfSource, upsertSeries } from '#server/ingest/sql/series';
import { storeApart } from './isolate-bad-rows.ts';

/** Limits memory where a source sends random instance names. */
const SERIES_PER_SOURCE_MAX = 100_000;
const COMPONENTS_FRESH_MS = 1_000;
const MISSED_MAX = 10_000;

type Known = { id: number; region: string | null; zone: string | null };
type Wanted = {
  componentId: number;
  probe: { instance: string; region?: string | null | undefined; zone?: string | null | undefined };
};
/** By component and instance name. */
type KnownSeries = Map<number, Map<string, Known>>;

/** Looks up ids of components by slug; an unknown slug is looked up again after a second. */
function createComponentIds(ctx: Pick<Context, 'ingest' | 'clock'>) {
  let components = new Map<string, number>();
  const missedAtMs = new Map<string, number>();

  return async function componentIds(slugs: ReadonlySet<string>): Promise<ReadonlyMap<string, number>> {
    const nowMs = ctx.clock.monotonicMs();
    const isDue = (slug: string) =>
      !components.has(slug) && nowMs - (missedAtMs.get(slug) ?? Number.NEGATIVE_INFINITY) >= COMPONENTS_FRESH_MS;
    if (![...slugs].some(isDue)) return components;
    const { rows } = await ctx.ingest.query<{ id: number; slug: string }>('SELECT id, slug FROM component');
    components = new Map(rows.map((row) => [row.slug, row.id]));
    if (missedAtMs.size > MISSED_MAX) missedAtMs.clear();
    for (const slug of slugs) if (!components.has(slug)) missedAtMs.set(slug, nowMs);
    return components;
  };
}

/** Caches the series of each instance, so that a batch of known instances needs no query. */
export function createSeriesCache(ctx: Pick<Context, 'ingest' | 'clock'>) {
  const sources = new Map<number, Promise<KnownSeries>>();

  function remember(known: KnownSeries, rows: readonly SeriesRow[]): void {
    for (const { component_id, instance, id, region, zone } of rows) {
      let ofComponent = known.get(component_id);
      if (!ofComponent) known.set(component_id, (ofComponent = new Map()));
      ofComponent.set(instance, { id, region, zone });
    }
  }

  function knownOf(sourceId: number): Promise<KnownSeries> {
    let loading = sources.get(sourceId);
    if (!loading) {
      loading = seriesOfSource(ctx.ingest, sourceId).then((rows) => {
        const known: KnownSeries = new Map();
        remember(known, rows);
        return known;
      });
      loading.catch(() => sources.delete(sourceId)); // the caller gets the error; the next batch tries again
      sources.set(sourceId, loading);
    }
    return loading;
  }

  async function make(sourceId: number, known: KnownSeries, missing: Map<string, Labels>): Promise<void> {
    const made = [...missing.values()].filter(
      ({ componentId, instance }) => !known.get(componentId)?.has(instance),
    ).length;
    const size = [...known.values()].reduce((sum, ofComponent) => sum + ofComponent.size, made);
    if (size > SERIES_PER_SOURCE_MAX)
      throw new AppError('invalid_input', `instance: a source must report at most ${SERIES_PER_SOURCE_MAX} instances.`);
    const labels = [...missing].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, label]) => label); // in a fixed order, so that two writers cannot deadlock
    const now = new Date(ctx.clock.now());
    for (const { result } of (
      await storeApart(labels, (some) => upsertSeries(ctx.ingest, { sourceId, labels: some, now }))
    ).results)
      remember(known, result);
  }

  /** Returns the series id of each of `wanted`, in order. Creates missing series and updates changed labels. Null where a label cannot be stored. */
  async function resolveEach(sourceId: number, wanted: readonly Wanted[]): Promise<(number | null)[]> {
    const known = await knownOf(sourceId);
    const missing = new Map<string, Labels>();
    for (const { componentId, probe } of wanted) {
      const found = known.get(componentId)?.get(probe.instance);
      const region = probe.region ?? found?.region ?? null;
      const zone = probe.zone ?? found?.zone ?? null;
      if (!found || found.region !== region || found.zone !== zone)
        missing.set(`${componentId}/${probe.instance}`, { componentId, instance: probe.instance, region, zone });
    }
    if (missing.size > 0) await make(sourceId, known, missing);
    return wanted.map(({ componentId, probe }) => known.get(componentId)?.get(probe.instance)?.id ?? null); // known or created above
  }

  return {
    componentIds: createComponentIds(ctx),
    resolveEach,
    /** Returns the series id of each of `wanted`, in order. Errors: invalid_input where a label cannot be stored. */
    async resolve(sourceId: number, wanted: readonly Wanted[]): Promise<number[]> {
      const ids = await resolveEach(sourceId, wanted);
      return ids.map((id) => {
        if (id === null)
          throw new AppError('invalid_input', 'instance, region, zone: one of these values cannot be stored.');
        return id;
      });
    },
  };
}

export type SeriesCache = ReturnType<typeof createSeriesCache>;
