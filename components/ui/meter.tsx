/** From this share of the budget on, the bar warns. */
const AT_RISK = 0.75;

/** Shows how much of a budget is used. `share`: 1 is the whole budget; above it, the bar is rescaled so that the budget ends at the gap. */
export function Meter({ share, label }: { share: number; label: string }) {
  const isOver = share > 1;
  return (
    <svg role="img" aria-label={label} className={`meter ${isOver ? 'meter-over' : ''}`}>
      {isOver ? (
        <>
          <rect width={percent(1 / share)} height="100%" className="fill-maj-bar" />
          <rect x={percent(1 / share)} width="2" height="100%" className="fill-surface" />
        </>
      ) : (
        <rect width={percent(share)} height="100%" className={share >= AT_RISK ? 'fill-deg-bar' : 'fill-ink'} />
      )}
    </svg>
  );
}

function percent(share: number): string {
  return `${Math.round(share * 1_000) / 10}%`;
}
