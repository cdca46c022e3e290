import { PauseNotice } from '#components/console/delivery/pause-notice';
import { LiveProvider } from '#components/console/frame/live-provider';
import { OnCallBoard } from '#components/console/incidents/on-call-board';
import { may } from '#domain/access/permission';
import { consoleEn } from '#messages/en/console';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { deliveryState } from '#server/delivery/reads/delivery-state';
import { page, titleOf } from '#server/http/page';
import { ownAccount } from '#server/identity/people/reads/own-account';
import { onCallOverview } from '#server/incidents/console/on-call-overview';
import { acknowledge } from './alerts/actions.ts';
import { resume } from './delivery/actions.ts';

const texts = consoleEn.overview;
export const generateMetadata = titleOf('incident:read', texts.title);

export default page('incident:read', async (ctx) => {
  const { hasSecondFactor } = await ownAccount(ctx);
  const canAcknowledge = ctx.actor.kind === 'staff' && may(ctx.actor.role, 'incident:update');
  const canResume = ctx.actor.kind === 'staff' && may(ctx.actor.role, 'delivery:pause');
  const canOpen = ctx.actor.kind === 'staff' && may(ctx.actor.role, 'incident:open');
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-title">{texts.title}</h1>
        {canOpen && (
          <a href="/console/incidents/new" className="button button-primary">
            {consoleIncidentsEn.nav.open}
          </a>
        )}
      </div>
      {!hasSecondFactor && (
        <p className="mt-4 border-s-4 border-deg-solid ps-3">
          {texts.noSecondFactor}{' '}
          <a href="/console/account" className="inline-block min-h-6 text-accent underline underline-offset-4">
            {texts.setUpNow}
          </a>
        </p>
      )}
      <PauseNotice state={await deliveryState(ctx)} now={ctx.clock.now()} resume={canResume ? resume : null} />
      <LiveProvider>
        <OnCallBoard initial={await onCallOverview(ctx)} acknowledge={canAcknowledge ? acknowledge : null} />
      </LiveProvider>
    </>
  );
});
