import { ActionForm, type Send } from '#components/ui/action-form';
import { browserTexts } from '#components/ui/browser-texts.ts';
import { UtcTime } from '#components/ui/utc-time';
import { formatFullMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleEn } from '#messages/en/console';

type Session = {
  id: string;
  startedAt: Instant;
  lastSeenAt: Instant;
  endsAt: Instant;
  address: string;
  browser: string;
};
type Props = { sessions: readonly Session[]; current: string; end: Send };

const texts = consoleEn.account.sessions;

/** The sessions of a person, each with a button that ends it. */
export function SessionList({ sessions, current, end }: Props) {
  return (
    <ul className="mt-2">
      {sessions.map(({ id, startedAt, lastSeenAt, endsAt, address, browser }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-3 border-b border-line py-3">
          <div className="min-w-0 text-small">
            <p className="font-semibold">
              {browserTexts(browser)}
              {id === current && ` (${texts.current})`}
            </p>
            <p className="text-quiet">
              {address && `${address}, `}
              {texts.begun} <UtcTime at={startedAt} text={formatFullMoment(startedAt)} />, {texts.seen}{' '}
              <UtcTime at={lastSeenAt} text={formatFullMoment(lastSeenAt)} />, {texts.ends}{' '}
              <UtcTime at={endsAt} text={formatFullMoment(endsAt)} />
            </p>
          </div>
          <ActionForm action={end} submit={texts.end} isSmall>
            <input type="hidden" name="id" value={id} />
          </ActionForm>
        </li>
      ))}
    </ul>
  );
}
