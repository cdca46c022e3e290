import type { ComponentProps } from 'react';
import { LiveProvider } from '#components/console/frame/live-provider';
import { Composer } from '#components/console/incidents/composer';
import { DraftNotice } from '#components/console/incidents/draft-notice';
import { IncidentActs } from '#components/console/incidents/incident-actions';
import { LiveHeader, LiveTimeline } from '#components/console/incidents/live-incident';
import { RelatedIncidents } from '#components/console/incidents/related-incidents';
import { UndoNotice } from '#components/console/incidents/undo-notice';
import { StartForm } from '#components/console/postmortems/start-form';
import { ButtonLink } from '#components/ui/button';
import { may } from '#domain/access/permission';
import { isOpenState, statesAfter } from '#domain/incident/incident';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import { enIncidents } from '#messages/en/incidents';
import type { ActingContext } from '#server/actor';
import { page, titleOf } from '#server/http/page';
import { componentNames } from '#server/incidents/console/component-names';
import { failingComponents } from '#server/incidents/console/failing-components';
import { incidentsToPublish } from '#server/incidents/console/incidents-to-publish';
import { otherIncidents } from '#server/incidents/console/other-incidents';
import { ownComponentNames } from '#server/incidents/console/own-component-names';
import { templateTexts } from '#server/incidents/console/template-texts';
import { watchedIncident } from '#server/incidents/console/watched-incident';
import { postmortemOfIncident } from '#server/postmortems/reads/postmortem-of-incident';
import { newPublicId } from '#server/random';
import { acknowledge } from '../../alerts/actions.ts';
import { sendingNotice } from '../../delivery/sending-notice.tsx';
import { start } from '../../postmortems/actions.ts';
import { approve, compose, confirm, discard, link, merge, note, undo, unlink, withdraw } from './actions.ts';

type StaffIncident = Awaited<ReturnType<typeof watchedIncident>>['incident'];
type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | undefined>> };

const texts = consoleIncidentsEn;
export const generateMetadata = titleOf('incident:read', texts.list.title);

export default page<Props>('incident:read', async (ctx, { params, searchParams }) => {
  const { id } = await params;
  const { template, published, draft, approved, undone } = await searchParams;
  const watched = await watchedIncident(ctx, id);
  const { incident } = watched;
  const canUpdate = ctx.actor.kind === 'staff' && may(ctx.actor.role, 'incident:update');
  const canPublish = (await incidentsToPublish(ctx, [id])).has(id);
  const canEdit = canPublish && incident.withdrawnAt === null && incident.mergedInto === null;
  const publishedNow = incident.updates.find((update) => update.publicId === (published ?? approved));
  const { mergeable, linkable } = canEdit ? await otherIncidents(ctx, incident) : { mergeable: [], linkable: [] };
  return (
    <LiveProvider>
      <LiveHeader initial={watched} acknowledge={canUpdate ? acknowledge : null} />
      {await postmortemLink(ctx, incident)}
      <div role="status" className="mt-3 font-semibold">
        {publishedNow && texts.page.published(enIncidents.state[publishedNow.state])}
        {draft === 'saved' && texts.page.saved}
        {draft === 'awaiting' && texts.approval.saved}
        {undone !== undefined && texts.page.undoneNow}
      </div>
      {canUpdate && <UndoNotice initial={watched} undo={undo} />}
      {canEdit && (await updateSection(ctx, incident, { template, published, draft }, mergeable))}
      <RelatedIncidents
        incident={id}
        related={incident.related}
        offered={linkable}
        acts={canEdit ? { link, unlink } : null}
      />
      <LiveTimeline initial={watched} canEdit={canPublish} />
    </LiveProvider>
  );
});

/** Returns the link to the post-mortem of an incident, or the button that starts it once the incident is over. */
async function postmortemLink(ctx: ActingContext, { publicId, title, ...incident }: StaffIncident) {
  const found = await postmortemOfIncident(ctx, publicId);
  if (found)
    return (
      <p className="mt-3">
        <ButtonLink href={`/console/postmortems/${found.publicId}`} size="small">
          {consolePostmortemsEn.incident.link}
        </ButtonLink>
      </p>
    );
  const canStart = ctx.actor.kind === 'staff' && may(ctx.actor.role, 'postmortem:write');
  const isOver = !isOpenState(incident.state) && incident.withdrawnAt === null && incident.mergedInto === null;
  return (
    canStart &&
    isOver && (
      <div className="mt-3">
        <StartForm incident={publicId} title={title} action={start} />
      </div>
    )
  );
}

/**
 * Returns the section in which staff write an update, continue the draft, or acknowledge, withdraw and merge the incident. It is called rather than
 * rendered as a component, so that the page can answer its refusals with their status.
 */
async function updateSection(
  ctx: ActingContext,
  incident: StaffIncident,
  { template, published, draft }: Record<string, string | undefined>,
  mergeable: ComponentProps<typeof IncidentActs>['others'],
) {
  const isInComposer = draft !== undefined && draft !== 'awaiting';
  const start = await templateTexts(ctx, incident, { template, isDraft: isInComposer });
  return (
    <section aria-labelledby="post-update">
      <h2 id="post-update" className="mt-8 text-section">
        {texts.composer.title}
      </h2>
      {await sendingNotice(ctx)}
      <DraftNotice
        incident={incident.publicId}
        draft={incident.draft}
        components={await componentNames(ctx)}
        isInComposer={isInComposer}
        acts={{ approve, discard }}
        now={incident.now}
      />
      <Composer
        key={`${template} ${published} ${draft}`}
        action={compose}
        incident={incident.publicId}
        title={incident.title}
        components={await ownComponentNames(ctx)}
        states={statesAfter(incident.state)}
        texts={start.texts}
        stateNow={incident.state}
        movesNow={incident.moves}
        whatYouCanDoNow={incident.whatYouCanDo ?? ''}
        failing={await failingComponents(ctx)}
        draftVersionAtFirst={isInComposer ? (incident.draft?.version ?? 0) : 0}
        newKey={newPublicId(ctx.random)}
        approval={incident.nextApproval}
        templates={start.templates.map((name) => ({
          name,
          href: `/console/incidents/${incident.publicId}?template=${encodeURIComponent(name)}#composer`,
        }))}
      />
      <IncidentActs
        incident={incident.publicId}
        acts={{ confirm, note, withdraw, merge }}
        isPublic={incident.publicAt !== null}
        canAcknowledge={incident.acknowledgedAt === null && isOpenState(incident.state)}
        others={mergeable}
      />
    </section>
  );
}
