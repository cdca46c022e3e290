import { IncidentFilterForm, IncidentTable, ListPages } from '#components/console/incidents/incident-list';
import { may } from '#domain/access/permission';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { page, titleOf } from '#server/http/page';
import { componentNames } from '#server/incidents/console/component-names';
import { listIncidents } from '#server/incidents/console/list-incidents';

type Props = { searchParams: Promise<Record<string, string | undefined>> };

const texts = consoleIncidentsEn;
export const generateMetadata = titleOf('incident:read', texts.list.title);

export default page<Props>('incident:read', async (ctx, { searchParams }) => {
  const { q, state, component, page: number } = await searchParams;
  const { filter, incidents, hasMore } = await listIncidents(ctx, { q, state, component, page: number });
  const role = ctx.actor.kind === 'staff' ? ctx.actor.role : 'viewer';
  return (
    <>
      <h1 className="text-title">{texts.list.title}</h1>
      <p className="mt-3 flex flex-wrap gap-3">
        {may(role, 'incident:open') && (
          <a href="/console/incidents/new" className="button button-primary">
            {texts.nav.open}
          </a>
        )}
        {may(role, 'incident:backfill') && (
          <a href="/console/incidents/past" className="button">
            {texts.nav.past}
          </a>
        )}
      </p>
      <IncidentFilterForm filter={filter} components={await componentNames(ctx, { withArchived: true })} />
      <IncidentTable incidents={incidents} />
      <ListPages filter={filter} hasMore={hasMore} />
    </>
  );
});
