import { Card, CardSection } from '#components/ui/card';
import { ItemState, type ShownItemState } from '#components/ui/item-state';
import type { ActionItemCounts } from '#domain/postmortem/action-item';
import type { Improvements } from '#domain/postmortem/public-lists';
import { enPostmortemPages } from '#messages/en/postmortem-pages';

const TEXT = enPostmortemPages.improvements;
const PARTS: readonly { key: keyof ActionItemCounts; state: ShownItemState; fill: string }[] = [
  { key: 'overdue', state: 'overdue', fill: 'fill-maj-bar' },
  { key: 'inProgress', state: 'in_progress', fill: 'fill-accent-solid' },
  { key: 'planned', state: 'planned', fill: 'fill-surface stroke-edge' },
  { key: 'done', state: 'done', fill: 'fill-ok-bar' },
];
/** The box of the bar, which is stretched to the window. */
const WIDTH = 1_000;
const HEIGHT = 10;
const GAP = 3;

/** Shows how many of the action items are done, and how many of those by their day. */
export function ImprovementProgress({ counts, onTime }: Pick<Improvements, 'counts' | 'onTime'>) {
  const all = PARTS.reduce((sum, { key }) => sum + counts[key], 0);
  const { of } = enPostmortemPages.list;
  return (
    <Card id="progress" labelledBy="progress-title" className="mt-6">
      <CardSection>
        <h2 id="progress-title" className="sr-only">
          {TEXT.progress}
        </h2>
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <p className="text-small text-quiet">
            <strong className="me-1 text-figure">
              <bdi>{of(counts.done, all)}</bdi>
            </strong>{' '}
            {TEXT.done}
          </p>
          {counts.done > 0 && <p className="text-small text-quiet">{TEXT.onTime(of(onTime, counts.done))}</p>}
        </div>
        <Bar counts={counts} all={all} />
        <ul className="mt-3 flex flex-wrap gap-x-6 gap-y-1">
          {PARTS.filter(({ key }) => counts[key] > 0).map(({ key, state }) => (
            <li key={key}>
              <ItemState state={state}>{TEXT.count[key](counts[key])}</ItemState>
            </li>
          ))}
        </ul>
      </CardSection>
    </Card>
  );
}

/** The list below it is its text alternative. */
function Bar({ counts, all }: { counts: ActionItemCounts; all: number }) {
  let from = 0;
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="mt-4 block h-2.5 w-full overflow-visible [direction:ltr] rtl:-scale-x-100"
    >
      {PARTS.filter(({ key }) => counts[key] > 0).map(({ key, fill }) => {
        const width = (counts[key] / all) * (WIDTH + GAP) - GAP;
        const x = from;
        from += width + GAP;
        return (
          <rect
            key={key}
            x={Math.round(x)}
            width={Math.round(width)}
            height={HEIGHT}
            vectorEffect="non-scaling-stroke"
            className={fill}
          />
        );
      })}
    </svg>
  );
}
