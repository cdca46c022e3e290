import { DayBars } from '#components/ui/day-bars';
import { FleetLine } from '#components/ui/fleet-line';
import { type ChartPoint, LineChart } from '#components/ui/line-chart';
import { Meter } from '#components/ui/meter';
import { TimeAxis } from '#components/ui/time-axis';
import { type Counts, noCounts } from '#domain/measurement/component-status';
import { Sample } from './sample.tsx';
import { SAMPLE_DAYS } from './sample-days.ts';

const METERS = [
  ['5 min of 43 min used', 0.116],
  ['36 min of 43 min used', 0.82],
  ['1 h 52 min of 44 min used', 2.51],
] as const;

const FLEETS: Partial<Counts>[] = [{ up: 300 }, { up: 287, stale: 13 }, { up: 160, down: 130, unknown: 10 }];

const FROM = Date.parse('2022-03-30T00:00:00.000Z');
const STEP_MS = 300_000;
const STEPS = 288;
const TO = FROM + STEPS * STEP_MS;
/** A wave with one peak and one gap. */
const POINTS: ChartPoint[] = Array.from({ length: STEPS }, (_, i) => {
  const low = 6 + Math.sin(i / 9);
  const high = i > 118 && i < 124 ? 110 : low + 6 + Math.cos(i / 3);
  return { at: FROM + i * STEP_MS, ...(i > 200 && i < 220 ? { low: null, high: null } : { low, high }) };
});

/** Shows days, meters, fleets and charts. */
export function KitCharts() {
  return (
    <>
      <Sample title="Days, meter, fleet">
        <DayBars
          name="Serving"
          days={SAMPLE_DAYS}
          hrefOf={({ downMs, degradedMs }) => (downMs + degradedMs > 0 ? '#kit-link' : null)}
        />
        {METERS.map(([label, share]) => (
          <Meter key={label} label={label} share={share} />
        ))}
        {FLEETS.map((counts) => (
          <FleetLine
            key={JSON.stringify(counts)}
            component={{ counts: { ...noCounts(), ...counts }, worstDataAgeMs: 7_000 }}
          />
        ))}
      </Sample>
      <Sample title="Chart">
        <LineChart
          title="Data age"
          note="worst and median instance, in seconds"
          points={POINTS}
          from={FROM}
          to={TO}
          ink="accent"
          format={(value) => `${value} s`}
          limit={{ value: 120, text: 'Stale from 2 min' }}
        />
        <LineChart
          title="Latency"
          note="95th percentile and median, in milliseconds"
          points={POINTS.map(({ at, low, high }) => ({ at, low, high: high === null ? null : Math.min(high, 30) }))}
          from={FROM}
          to={TO}
          ink="mnt"
          format={(value) => `${value} ms`}
        />
        <TimeAxis from={FROM} to={TO} />
      </Sample>
    </>
  );
}
