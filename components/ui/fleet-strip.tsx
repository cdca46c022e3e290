const CELLS = 12;
const STEP = 7;
const WIDTH = 5;
const HEIGHT = 12;
const LOW = 5;

type Fleet = { inSync: number; notInSync: number; notSeen: number };

/** Returns the cells of each kind. Any trouble has at least one cell, so that one failing instance of 300 can be seen. */
export function cellsOf({ inSync, notInSync, notSeen }: Fleet): Fleet {
  const all = inSync + notInSync + notSeen;
  if (all === 0) return { inSync: 0, notInSync: 0, notSeen: 0 };
  const cells = (count: number) => (count === 0 ? 0 : Math.max(1, Math.round((count / all) * CELLS)));
  const seen = Math.min(cells(notSeen), CELLS - (notInSync > 0 ? 1 : 0) - (inSync > 0 ? 1 : 0));
  const bad = Math.min(cells(notInSync), CELLS - seen - (inSync > 0 ? 1 : 0));
  return { inSync: CELLS - seen - bad, notInSync: bad, notSeen: seen };
}

/** Shows the share of instances in sync as twelve cells. The words beside it are its alternative. */
export function FleetStrip(fleet: Fleet) {
  const { inSync, notInSync } = cellsOf(fleet);
  if (fleet.inSync + fleet.notInSync + fleet.notSeen === 0) return null;
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${CELLS * STEP - (STEP - WIDTH)} ${HEIGHT}`}
      className="mirrors h-3 w-[5.125rem] flex-none"
    >
      {Array.from({ length: CELLS }, (_, i) => {
        const x = i * STEP;
        if (i < inSync) return <rect key={i} x={x} width={WIDTH} height={HEIGHT} rx="1.5" className="fill-ok-bar" />;
        if (i < inSync + notInSync)
          return <rect key={i} x={x} y={HEIGHT - LOW} width={WIDTH} height={LOW} rx="1.5" className="fill-maj-bar" />;
        return (
          <rect
            key={i}
            x={x + 0.5}
            y="0.5"
            width={WIDTH - 1}
            height={HEIGHT - 1}
            rx="1.5"
            strokeDasharray="2 1.5"
            className="fill-none stroke-unk-bar"
          />
        );
      })}
    </svg>
  );
}
