import { ActionForm, type Send } from '#components/ui/action-form';
import { Callout } from '#components/ui/callout';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleDeliveryEn } from '#messages/en/console-delivery';
import type { DeliveryState } from '#server/delivery/reads/delivery-state';

const TEXT = consoleDeliveryEn;

type Props = { state: DeliveryState; now: Instant; resume: Send | null };

/** Shows that sending to subscribers is paused, why, and the button that continues. `resume` is null for people without permission. */
export function PauseNotice({ state: { paused, waitingEvents }, now, resume }: Props) {
  if (paused === null) return null;
  const text = TEXT.paused[paused.reason](formatMoment(paused.at, now), waitingEvents);
  return (
    <div className="mt-5">
      <Callout
        tone="maj"
        title={TEXT.paused.title}
        action={resume && <ActionForm action={resume} submit={TEXT.resume} isSmall />}
      >
        {text} {TEXT.paused.tooOld}
      </Callout>
    </div>
  );
}
