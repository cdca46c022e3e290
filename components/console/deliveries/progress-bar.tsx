import { useId } from 'react';
import { type DeliveryCounts, totalOf } from '#domain/delivery/progress';
import { consoleDeliveriesEn } from '#messages/en/console-deliveries';

const PARTS = [
  ['sent', 'fill-ok-bar'],
  ['waiting', 'fill-line'],
  ['deferred', 'fill-deg-bar'],
  ['suppressed', 'stroke-unk-solid'],
  ['dead', 'fill-maj-bar'],
] as const;
const WIDTH = 1_000;
const HEIGHT = 14;
/** In units of the width: the gap, the width of a part that would hardly be seen, and the distance of hatch lines. A small bar is about 120 px wide. */
const LARGE = { gap: 3, widthMin: 10, hatch: 9 };
const SMALL = { gap: 12, widthMin: 40, hatch: 30 };

type Props = { counts: DeliveryCounts; isSmall?: boolean };

/** Shows delivery results as one bar with a part per state. The suppressed part is hatched. */
export function ProgressBar({ counts, isSmall = false }: Props) {
  const id = useId();
  const { sent, waiting, deferred, suppressed, dead } = counts;
  const size = isSmall ? SMALL : LARGE;
  return (
    <svg
      role="img"
      aria-label={consoleDeliveriesEn.bar(sent, waiting, deferred, suppressed, dead)}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={`block w-full ${isSmall ? 'h-2 min-w-20' : 'h-3.5'}`}
    >
      {suppressed > 0 && <Hatch id={id} distance={size.hatch} />}
      {partsOf(counts, size).map(({ name, look, x, width }) => (
        <rect
          key={name}
          x={x}
          width={width}
          height={HEIGHT}
          className={look}
          vectorEffect="non-scaling-stroke"
          {...(name === 'suppressed' ? { fill: `url(#${id})` } : {})}
        />
      ))}
    </svg>
  );
}

function Hatch({ id, distance }: { id: string; distance: number }) {
  return (
    <pattern id={id} width={distance} height={HEIGHT} patternUnits="userSpaceOnUse">
      <path d={`M0 ${HEIGHT}L${distance} 0`} className="stroke-unk-solid" vectorEffect="non-scaling-stroke" />
    </pattern>
  );
}

/** Places the parts side by side. Small ones are widened, and the largest one gives the room. */
function partsOf(counts: DeliveryCounts, { gap, widthMin }: typeof LARGE) {
  const shown = PARTS.filter(([name]) => counts[name] > 0);
  const room = WIDTH - gap * Math.max(0, shown.length - 1);
  const widths = shown.map(([name]) => Math.max(widthMin, (room * counts[name]) / totalOf(counts)));
  const largest = widths.indexOf(Math.max(...widths));
  const excess = widths.reduce((sum, width) => sum + width, 0) - room;
  let x = 0;
  return shown.map(([name, look], i) => {
    const width = (widths[i] ?? 0) - (i === largest ? excess : 0);
    const part = { name, look, x, width };
    x += width + gap;
    return part;
  });
}
