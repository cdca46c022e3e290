import { ActionForm, type Send } from '#components/ui/action-form';
import { UtcTime } from '#components/ui/utc-time';
import { formatFullMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleAlertsEn } from '#messages/en/alerts';

const texts = consoleAlertsEn;

type Destination = {
  id: number;
  name: string;
  kind: keyof typeof texts.page.kinds;
  isStopped: boolean;
  address: string;
  last: { outcome: string | null; at: Instant } | null;
};
type Props = { destinations: readonly Destination[]; test: Send; remove: Send; resume: Send };

/** Lists alert recipients with the result of their last alert. */
export function DestinationList({ destinations, test, remove, resume }: Props) {
  if (destinations.length === 0) return <p className="mt-2">{texts.page.none}</p>;
  return (
    <ul className="mt-2">
      {destinations.map(({ id, name, kind, isStopped, address, last }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-3 border-b border-line py-3">
          <div className="min-w-0">
            <p className="font-semibold">{name}</p>
            <p className="text-small break-all">
              {texts.page.kinds[kind]}
              {address !== '' && `: ${address}`}
            </p>
            <p className="text-small text-quiet">
              <Last last={last} />
            </p>
            {isStopped && <p className="text-small font-semibold text-maj-ink">{texts.page.stopped}</p>}
          </div>
          <div className="flex flex-wrap gap-3">
            {!isStopped && (
              <ActionForm action={test} submit={texts.page.test} label={texts.page.testOf(name)} isSmall>
                <input type="hidden" name="id" value={id} />
              </ActionForm>
            )}
            {isStopped && address !== '' && (
              <ActionForm action={resume} submit={texts.page.resume} label={texts.page.resumeOf(name)} isSmall>
                <input type="hidden" name="id" value={id} />
              </ActionForm>
            )}
            <ActionForm action={remove} submit={texts.page.remove} label={texts.page.removeOf(name)} isSmall>
              <input type="hidden" name="id" value={id} />
            </ActionForm>
          </div>
        </li>
      ))}
    </ul>
  );
}

function isResult(text: string): text is keyof typeof texts.result {
  return Object.hasOwn(texts.result, text);
}

function Last({ last }: Pick<Destination, 'last'>) {
  if (last === null) return texts.page.never;
  const outcome =
    last.outcome === null ? texts.page.pending : isResult(last.outcome) ? texts.result[last.outcome] : last.outcome;
  return (
    <>
      {texts.page.last} <UtcTime at={last.at} text={formatFullMoment(last.at)} />: {outcome}
    </>
  );
}
