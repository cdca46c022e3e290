import { countActionItems, daysOverdue, isOverdue } from '#domain/postmortem/action-item';
import type { Improvement, Improvements } from '#domain/postmortem/public-lists';
import { type Day, dayAt } from '#domain/time/day';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { listedComponents } from '#server/incidents/reads/listed-components';
import { actionItemChanges, actionItemRows, listedPostmortems } from '#server/postmortems/sql/public-postmortems';
import { toPublicItems } from './action-items.ts';
import { postmortemIncidents } from './postmortem-incidents.ts';

/** Lists the action items of all published post-mortems. `component`: only those about incidents of this one. Errors: not_found. */
export async function listImprovements(
  ctx: Pick<Context, 'web' | 'clock'>,
  component: string | null = null,
): Promise<Improvements> {
  const now = ctx.clock.now();
  const today = dayAt(now);
  return snapshot(ctx.web, async (client) => {
    const listed = await listedComponents(client, component);
    const postmortems = await listedPostmortems(client);
    const ids = postmortems.map(({ id }) => id);
    const incidentsOf = await postmortemIncidents(client, ids, now);
    const rows = await actionItemRows(client, ids);
    const changes = await actionItemChanges(
      client,
      rows.map(({ id }) => id),
    );
    const items = toPublicItems(rows, changes)
      .map(({ postmortemId, changes: own, ...item }): Improvement => {
        const postmortem = postmortems.find(({ id }) => id === postmortemId);
        const incidents = incidentsOf(postmortemId);
        return {
          ...item,
          postmortem: {
            publicId: postmortem?.public_id ?? '',
            title: postmortem?.title ?? '',
            startedAt: incidents[0]?.startedAt ?? 0,
          },
          components: [...new Set(incidents.flatMap((incident) => incident.components))],
          reason: item.movedTo === null ? null : (own.find(({ reason }) => reason !== null)?.reason ?? null),
        };
      })
      .filter(({ components }) => component === null || components.includes(component));
    const done = items.filter(({ state }) => state === 'done');
    return {
      ...listed,
      open: items.filter(({ state }) => state !== 'done').sort(byUrgency(today)),
      done: done.sort((a, b) => compare(b.doneOn ?? '', a.doneOn ?? '')),
      counts: countActionItems(items, today),
      onTime: done.filter((item) => daysOverdue(item, today) === 0).length,
      today,
      generatedAt: now,
    };
  });
}

function byUrgency(today: Day) {
  return (a: Improvement, b: Improvement) =>
    Number(isOverdue(b, today)) - Number(isOverdue(a, today)) || compare(a.dueOn, b.dueOn);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
