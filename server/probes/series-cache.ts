import type { Context } from '../context.ts';
import { type Labels, type SeriesRow, seriesOfSource, upsertSeries } from '../db/sql/series.ts';
import { AppError } from '../errors.ts';

/** A source that sends made-up instance names must not fill the memory. */
const SERIES_PER_SOURCE_MAX = 100_000;
const COMPONENTS_FRESH_MS = 1_000;

type Known = { id: number; region: string | null; zone: string | null };
type Wanted = Omit<Labels, 'region' | 'zone'> & { region: string | null | undefined; zone: string | null | undefined };

function keyOf(componentId: number, instance: string): string {
  return `${componentId}/${instance}`;
}

/** Keeps in memory which series a probe belongs to, so that a batch of known instances costs no query. */
export function createSeriesCache(ctx: Pick<Context, 'ingest' | 'clock'>) {
  const sources = new Map<number, Promise<Map<string, Known>>>();
  let components = new Map<string, number>();
  let componentsReadAt = Number.NEGATIVE_INFINITY;

  function remember(known: Map<string, Known>, rows: readonly SeriesRow[]): void {
    for (const row of rows) known.set(keyOf(row.component_id, row.instance), { id: row.id, region: row.region, zone: row.zone });
  }

  function knownOf(sourceId: number): Promise<Map<string, Known>> {
    let loading = sources.get(sourceId);
    if (!loading) {
      loading = seriesOfSource(ctx.ingest, sourceId).then((rows) => {
        const known = new Map<string, Known>();
        remember(known, rows);
        return known;
      });
      loading.catch(() => sources.delete(sourceId)); // the caller hears of it; the next batch tries again
      sources.set(sourceId, loading);
    }
    return loading;
  }

  return {
    /** Component id of a slug, or undefined; a slug not known is looked up again at most once a second. */
    async componentId(slug: string): Promise<number | undefined> {
      const found = components.get(slug);
      if (found !== undefined || ctx.clock.monotonicMs() - componentsReadAt < COMPONENTS_FRESH_MS) return found;
      const { rows } = await ctx.ingest.query<{ id: number; slug: string }>('SELECT id, slug FROM component');
      components = new Map(rows.map((row) => [row.slug, row.id]));
      componentsReadAt = ctx.clock.monotonicMs();
      return components.get(slug);
    },

    /** Series id of each of `wanted`, in its order; makes what is missing and takes over changed labels. */
    async resolve(sourceId: number, wanted: readonly Wanted[]): Promise<number[]> {
      const known = await knownOf(sourceId);
      const missing = new Map<string, Labels>();
      for (const w of wanted) {
        const key = keyOf(w.componentId, w.instance);
        const found = known.get(key);
        const region = w.region ?? found?.region ?? null;
        const zone = w.zone ?? found?.zone ?? null;
        if (!found || found.region !== region || found.zone !== zone) missing.set(key, { componentId: w.componentId, instance: w.instance, region, zone });
      }
      if (known.size + missing.size > SERIES_PER_SOURCE_MAX)
        throw new AppError('invalid_input', `A source may report at most ${SERIES_PER_SOURCE_MAX} instances.`);
      const labels = [...missing].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, label]) => label);
      if (labels.length > 0) remember(known, await upsertSeries(ctx.ingest, sourceId, labels, new Date(ctx.clock.now())));
      return wanted.map((w) => (known.get(keyOf(w.componentId, w.instance)) as Known).id);
    },
  };
}

export type SeriesCache = ReturnType<typeof createSeriesCache>;
