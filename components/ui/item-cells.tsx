import type { ActionItemCounts } from '#domain/postmortem/action-item';

const CELL = 10;
const GAP = 2;
const HEIGHT = 6;
/** More cells than this are too many to count. */
const CELLS_MAX = 20;

/** Draws a cell per action item: filled if done, red if overdue, empty if open. The text beside it is its alternative. */
export function ItemCells({ counts: { done, overdue, inProgress, planned } }: { counts: ActionItemCounts }) {
  const cells = [
    ...Array<string>(done).fill('fill-ok-bar stroke-ok-bar'),
    ...Array<string>(overdue).fill('fill-maj-bar stroke-maj-bar'),
    ...Array<string>(inProgress + planned).fill('fill-surface stroke-edge'),
  ];
  if (cells.length === 0 || cells.length > CELLS_MAX) return null;
  return (
    <svg
      aria-hidden="true"
      width={cells.length * (CELL + GAP) - GAP}
      height={HEIGHT}
      className="flex-none [direction:ltr] rtl:-scale-x-100"
    >
      {cells.map((className, i) => (
        <rect
          key={`${i} ${className}`}
          x={i * (CELL + GAP) + 0.5}
          y="0.5"
          width={CELL - 1}
          height={HEIGHT - 1}
          rx="1.5"
          className={className}
        />
      ))}
    </svg>
  );
}
