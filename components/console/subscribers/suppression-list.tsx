import { ActionForm, type Send } from '#components/ui/action-form';
import { UtcTime } from '#components/ui/utc-time';
import { formatFullMoment } from '#domain/time/format-utc';
import { consoleSubscribersEn } from '#messages/en/console-subscribers';
import type { ListedSuppression } from '#server/subscribers/reads/list-suppressions';

const TEXT = consoleSubscribersEn.suppressionList;

/** Lists suppressed addresses with the reason, and a button that removes each from the list. */
export function SuppressionList({ suppressions, lift }: { suppressions: readonly ListedSuppression[]; lift: Send }) {
  if (suppressions.length === 0) return <p className="mt-2">{TEXT.none}</p>;
  return (
    <ul className="mt-2">
      {suppressions.map(({ address, reason, detail, at }) => (
        <li key={address} className="flex flex-wrap items-center justify-between gap-3 border-b border-line py-3">
          <div className="min-w-0">
            <p className="font-semibold break-all">{address}</p>
            <p className="text-small text-quiet">
              {TEXT.reason[reason]}
              {detail !== null && `: ${detail}`}, {TEXT.since} <UtcTime at={at} text={formatFullMoment(at)} />
            </p>
          </div>
          <ActionForm action={lift} submit={TEXT.lift} label={TEXT.liftOf(address)} isSmall>
            <input type="hidden" name="address" value={address} />
          </ActionForm>
        </li>
      ))}
    </ul>
  );
}
