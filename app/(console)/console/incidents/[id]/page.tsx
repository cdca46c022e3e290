import { AlertList } from '#components/console/alert-list';
import { Composer } from '#components/console/incidents/composer';
import { DraftNotice } from '#components/console/incidents/draft-notice';
import { IncidentActs } from '#components/console/incidents/incident-acts';
import { IncidentHead } from '#components/console/incidents/incident-head';
import { RelatedIncidents } from '#components/console/incidents/related-incidents';
import { StaffTimeline } from '#components/console/incidents/staff-timeline';
import { isOpenState, statesAfter } from '#domain/incident';
import { may } from '#domain/permission';
import { componentNames } from '#server/duty/component-names';
import { dutyOverview } from '#server/duty/duty-overview';
import { firstWords } from '#server/duty/first-words';
import { incidentsToTell } from '#server/duty/incidents-to-tell';
import { listIncidents } from '#server/duty/list-incidents';
import { openAlerts } from '#server/duty/open-alerts';
import { ownComponentNames } from '#server/duty/own-component-names';
import { staffIncident } from '#server/duty/staff-incident';
import { page, titleOf } from '#server/http/page';
import { newPublicId } from '#server/random';
import { durationWords } from '../../../../../components/duration-words.ts';
import { consoleIncidentsEn } from '../../../../../messages/console-incidents-en.ts';
import { enIncidents } from '../../../../../messages/en-incidents.ts';
import { acknowledge } from '../../alerts/actions.ts';
import { approve, compose, confirm, link, merge, note, unlink, withdraw } from './actions.ts';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | undefined>> };

const words = consoleIncidentsEn;
export const generateMetadata = titleOf('incident:read', words.list.title);

export default page<Props>('incident:read', async (ctx, { params, searchParams }) => {
  const { id } = await params;
  const { template, said, draft } = await searchParams;
  const incident = await staffIncident(ctx, id);
  const canUpdate = ctx.actor.kind === 'staff' && may(ctx.actor.role, 'incident:update');
  const canTell = (await incidentsToTell(ctx, [id])).has(id);
  const canEdit = canTell && incident.withdrawnAt === null && incident.mergedInto === null;
  const length = durationWords((incident.resolvedAt ?? incident.now) - incident.startedAt, 2);
  const start = await firstWords(ctx, { ...incident, length }, { template, isDraft: draft !== undefined && draft !== 'waits' });
  const href = (query: string) => `/console/incidents/${id}?${query}#composer`;
  const publishedNow = incident.updates.find((update) => update.publicId === said);
  const open = canEdit ? (await dutyOverview(ctx)).incidents.filter((other) => other.publicId !== id) : [];
  const own = await incidentsToTell(
    ctx,
    open.map(({ publicId }) => publicId),
  );
  const others = open.filter(({ publicId }) => own.has(publicId));
  const known = new Set([id, ...incident.related.map(({ publicId }) => publicId)]);
  const offered = canEdit ? (await listIncidents(ctx, {})).incidents.filter(({ publicId }) => !known.has(publicId)) : [];
  return (
    <>
      <IncidentHead incident={incident} />
      <AlertList alerts={await openAlerts(ctx, id)} now={incident.now} acknowledge={canUpdate ? acknowledge : null} />
      <div role="status" className="mt-3 font-semibold">
        {publishedNow && words.page.published(enIncidents.state[publishedNow.state])}
        {draft === 'saved' && words.page.saved}
        {draft === 'waits' && words.approval.saved}
      </div>
      {canEdit && (
        <section aria-labelledby="say">
          <h2 id="say" className="mt-8 text-lg font-semibold">
            {words.composer.title}
          </h2>
          <DraftNotice
            incident={id}
            draft={incident.draft}
            components={await componentNames(ctx)}
            isTaken={draft !== undefined}
            approve={approve}
            now={incident.now}
          />
          <Composer
            key={`${template} ${said} ${draft}`}
            action={compose}
            incident={id}
            title={incident.title}
            components={await ownComponentNames(ctx)}
            states={statesAfter(incident.state)}
            words={start.words}
            draftVersion={incident.draft?.version ?? 0}
            idempotencyKey={newPublicId(ctx.random)}
            needsTwo={incident.needsTwo}
            templates={start.templates.map((name) => ({ name, href: href(`template=${encodeURIComponent(name)}`) }))}
          />
          <IncidentActs
            incident={id}
            acts={{ confirm, note, withdraw, merge }}
            isPublic={incident.publicAt !== null}
            canConfirm={incident.confirmedAt === null && isOpenState(incident.state)}
            others={others}
          />
        </section>
      )}
      <RelatedIncidents incident={id} related={incident.related} offered={offered} acts={canEdit ? { link, unlink } : null} />
      <section aria-labelledby="timeline">
        <h2 id="timeline" className="mt-10 text-lg font-semibold">
          {words.page.timeline}
        </h2>
        <StaffTimeline incident={id} updates={incident.updates} episodes={incident.episodes} notes={incident.notes} now={incident.now} canEdit={canEdit} />
      </section>
    </>
  );
});
