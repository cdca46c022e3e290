import { type DeliveryCounts, totalOf } from '#domain/delivery/progress';
import { consoleDeliveriesEn } from '#messages/en/console-deliveries';

const PARTS = [
  ['sent', 'fill-ok-bar'],
  ['waiting', 'fill-line'],
  ['deferred', 'fill-deg-bar'],
  ['suppressed', 'fill-unk-bar'],
  ['dead', 'fill-maj-bar'],
] as const;
const WIDTH = 1_000;
const GAP = 3;
/** The width of a part that would hardly be seen. */
const WIDTH_MIN = 10;

/** Shows delivery results as one bar with a part per state. */
export function ProgressBar({ counts, isSmall = false }: { counts: DeliveryCounts; isSmall?: boolean }) {
  const { sent, waiting, deferred, suppressed, dead } = counts;
  return (
    <svg
      role="img"
      aria-label={consoleDeliveriesEn.bar(sent, waiting, deferred, suppressed, dead)}
      viewBox={`0 0 ${WIDTH} 14`}
      preserveAspectRatio="none"
      className={`block w-full ${isSmall ? 'h-2 min-w-20' : 'h-3.5'}`}
    >
      {partsOf(counts).map(({ name, look, x, width }) => (
        <rect key={name} x={x} width={width} height="14" className={look} />
      ))}
    </svg>
  );
}

/** Places the parts side by side. Small ones are widened, and the largest one gives the room. */
function partsOf(counts: DeliveryCounts) {
  const shown = PARTS.filter(([name]) => counts[name] > 0);
  const room = WIDTH - GAP * Math.max(0, shown.length - 1);
  const widths = shown.map(([name]) => Math.max(WIDTH_MIN, (room * counts[name]) / totalOf(counts)));
  const largest = widths.indexOf(Math.max(...widths));
  const excess = widths.reduce((sum, width) => sum + width, 0) - room;
  let x = 0;
  return shown.map(([name, look], i) => {
    const width = (widths[i] ?? 0) - (i === largest ? excess : 0);
    const part = { name, look, x, width };
    x += width + GAP;
    return part;
  });
}
