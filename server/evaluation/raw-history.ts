import type pg from 'pg';
import { contextStart } from '#domain/measurement/effective-status';
import type { Status } from '#domain/measurement/status';
import { type Instant, type Step, valueAt } from '#domain/time/interval';
import { rawStepBefore, rawStepsFrom, rawStepsWithin, replaceRawSteps } from '#server/evaluation/sql/raw-status';
import type { WorldComponent } from '#server/evaluation/sql/world';

/** Raw status of one component as it is stored, read from the database or from what is remembered of it. */
export type RawHistory = {
  /** The status in force just before `t`. */
  before: (t: Instant) => Promise<Status>;
  /** Steps in [from, to], ascending. */
  within: (from: Instant, to: Instant) => Promise<readonly Step<Status>[]>;
  /** Steps before `t`, ascending, from the last long calm on: what came earlier cannot matter after `t`. */
  contextBefore: (t: Instant) => Promise<readonly Step<Status>[]>;
  /** Puts steps in the place of those in [from, to]. */
  replace: (steps: readonly Step<Status>[], from: Instant, to: Instant) => Promise<void>;
};

export function storedRawHistory(client: pg.ClientBase, component: WorldComponent): RawHistory {
  return {
    before: async (t) => (await rawStepBefore(client, component.id, t))?.value ?? 'not_monitored',
    within: (from, to) => rawStepsWithin(client, component.id, from, to),
    contextBefore: async (t) => {
      const newestFirst = await rawStepsFrom(
        client,
        component.id,
        t,
        'older',
        (steps) => contextStart(steps, t, component.policies) !== null,
      );
      return fromContext(newestFirst, t, component);
    },
    replace: (steps, from, to) => replaceRawSteps(client, component.id, steps, from, to),
  };
}

/** `steps`: all from a long calm on, or from the beginning; kept up to date with what is written. */
export function rememberedRawHistory(
  client: pg.ClientBase,
  component: WorldComponent,
  steps: Step<Status>[],
): RawHistory {
  return {
    before: async (t) => valueAt<Status>(steps, t - 1, 'not_monitored'),
    within: async (from, to) => steps.filter((step) => step.at >= from && step.at <= to),
    contextBefore: async (t) => {
      const newestFirst = steps.filter((step) => step.at < t).reverse();
      return fromContext(newestFirst, t, component);
    },
    replace: async (fresh, from, to) => {
      await replaceRawSteps(client, component.id, fresh, from, to);
      const kept = steps.filter((step) => step.at < from || step.at > to);
      steps.splice(0, steps.length, ...[...kept, ...fresh].sort((a, b) => a.at - b.at));
    },
  };
}

function fromContext(newestFirst: readonly Step<Status>[], t: Instant, component: WorldComponent): Step<Status>[] {
  const start = contextStart(newestFirst, t, component.policies);
  return newestFirst.filter((step) => start === null || step.at >= start).reverse();
}
