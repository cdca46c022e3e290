import { Icon } from '#components/ui/icon';
import { clockUtc, secondsUtc } from '#domain/time/format-utc';
import { consoleFiguresEn } from '#messages/en/console-figures';
import type { Figure } from './figure.ts';
import { FiguresMeter } from './figures-meter.tsx';
import type { FigureCheck } from './use-figure-check.ts';

const TEXT = consoleFiguresEn;
/** The states in the order in which they are counted. */
const STATES = ['matches', 'differs', 'no_value', 'explained', 'not_in_record'] as const;

/** `titleId`: of the heading, which a sheet has itself. */
type Props = { check: FigureCheck; titleId?: string };

/** Shows when the figures were checked, and how many match and differ. The counts are announced when they change. */
export function FiguresHead({ check, titleId }: Props) {
  const { state, figures } = check;
  return (
    <div className="p-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        {titleId && (
          <h2 id={titleId} className="text-section">
            {TEXT.title}
          </h2>
        )}
        <Progress check={check} />
      </div>
      {state !== 'unavailable' && figures.length > 0 && <FiguresMeter figures={figures} />}
      <p role="status" className="mt-2.5 text-small">
        {state === 'unavailable' ? <Unavailable check={check} /> : <Counts figures={figures} />}
      </p>
    </div>
  );
}

function Progress({ check: { state, checkedAt } }: { check: FigureCheck }) {
  if (state === 'unavailable') return null;
  return (
    <p className="flex items-center gap-1.5 text-micro text-quiet">
      {state === 'checking' && <Icon name="clock" className="size-3.5" />}
      {state === 'checking' || checkedAt === null ? TEXT.checking : TEXT.checked(`${secondsUtc(checkedAt)} UTC`)}
    </p>
  );
}

function Unavailable({ check: { checkedAt } }: { check: FigureCheck }) {
  const last = checkedAt === null ? '' : ` ${TEXT.lastChecked(`${clockUtc(checkedAt)} UTC`)}`;
  return `${TEXT.unavailable}${last}`;
}

function Counts({ figures }: { figures: readonly Figure[] }) {
  if (figures.length === 0) return TEXT.none;
  const counted = STATES.map((state) => ({ state, n: figures.filter((one) => one.state === state).length }));
  return counted
    .filter(({ n }) => n > 0)
    .map(({ state, n }, i) => (
      <span key={state}>
        {i > 0 && ', '}
        <CountOf state={state} n={n} />
      </span>
    ));
}

function CountOf({ state, n }: { state: (typeof STATES)[number]; n: number }) {
  if (state === 'differs' || state === 'no_value')
    return <strong className="font-semibold text-deg-ink">{TEXT.count[state](n)}</strong>;
  return (
    <>
      <strong className="font-semibold">{n.toLocaleString('en-GB')}</strong>{' '}
      {state === 'matches' ? TEXT.count.matches(n) : TEXT.count[state]}
    </>
  );
}
