import { ActionForm, type Send } from '#components/ui/action-form';
import { UtcTime } from '#components/ui/utc-time';
import { formatFullMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleAlertsEn } from '#messages/en/alerts';

const words = consoleAlertsEn;

type Destination = {
  id: number;
  name: string;
  kind: keyof typeof words.page.kinds;
  isStopped: boolean;
  address: string;
  last: { outcome: string | null; at: Instant } | null;
};
type Props = { destinations: readonly Destination[]; test: Send; remove: Send; resume: Send };

/** Whom alerts are told to, and what came of the last one. */
export function DestinationList({ destinations, test, remove, resume }: Props) {
  if (destinations.length === 0) return <p className="mt-2">{words.page.none}</p>;
  return (
    <ul className="mt-2">
      {destinations.map(({ id, name, kind, isStopped, address, last }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-3 border-b border-line py-3">
          <div className="min-w-0">
            <p className="font-semibold">{name}</p>
            <p className="text-sm break-all">
              {words.page.kinds[kind]}
              {address !== '' && `: ${address}`}
            </p>
            <p className="text-sm text-quiet">
              <Last last={last} />
            </p>
            {isStopped && <p className="text-sm font-semibold text-major">{words.page.stopped}</p>}
          </div>
          <div className="flex flex-wrap gap-3">
            {!isStopped && (
              <ActionForm action={test} submit={words.page.test} label={words.page.testOf(name)} isSmall>
                <input type="hidden" name="id" value={id} />
              </ActionForm>
            )}
            {isStopped && address !== '' && (
              <ActionForm action={resume} submit={words.page.resume} label={words.page.resumeOf(name)} isSmall>
                <input type="hidden" name="id" value={id} />
              </ActionForm>
            )}
            <ActionForm action={remove} submit={words.page.remove} label={words.page.removeOf(name)} isSmall>
              <input type="hidden" name="id" value={id} />
            </ActionForm>
          </div>
        </li>
      ))}
    </ul>
  );
}

function isResult(text: string): text is keyof typeof words.result {
  return Object.hasOwn(words.result, text);
}

function Last({ last }: Pick<Destination, 'last'>) {
  if (last === null) return words.page.never;
  const outcome =
    last.outcome === null ? words.page.pending : isResult(last.outcome) ? words.result[last.outcome] : last.outcome;
  return (
    <>
      {words.page.last} <UtcTime at={last.at} words={formatFullMoment(last.at)} />: {outcome}
    </>
  );
}
