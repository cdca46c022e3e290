import { PauseNotice } from '#components/console/delivery/pause-notice';
import { may } from '#domain/access/permission';
import { consoleDeliveryEn } from '#messages/en/console-delivery';
import type { ActingContext } from '#server/actor';
import { deliveryState } from '#server/delivery/reads/delivery-state';
import { resume } from './actions.ts';

const TEXT = consoleDeliveryEn;

/** Returns what keeps messages from subscribers now: a pause, or no mail server. Null if nothing does. */
export async function sendingNotice(ctx: ActingContext) {
  const state = await deliveryState(ctx);
  const isAllowed = (action: Parameters<typeof may>[1]) => ctx.actor.kind === 'staff' && may(ctx.actor.role, action);
  if (state.paused === null && !ctx.mail.isFolder) return null;
  return (
    <>
      <PauseNotice state={state} now={ctx.clock.now()} resume={isAllowed('delivery:pause') ? resume : null} />
      {ctx.mail.isFolder && (
        <p className="mt-4 border-s-4 border-deg-solid ps-3">
          {TEXT.noMail}{' '}
          {isAllowed('subscriber:read') && (
            <a href="/console/mail" className="link">
              {TEXT.readMails}
            </a>
          )}
        </p>
      )}
    </>
  );
}
