import { Icon } from '#components/ui/icon';
import { ItemCells } from '#components/ui/item-cells';
import { ItemState } from '#components/ui/item-state';
import { ShareChart } from '#components/ui/share-chart';
import { TickedAxis } from '#components/ui/ticked-axis';
import { Timeline, TimelineLine } from '#components/ui/timeline';
import { ACTION_ITEM_STATES } from '#domain/postmortem/action-item';
import { tickedSpan } from '#domain/time/time-ticks';
import { Sample } from './sample.tsx';

const AT = (time: string) => Date.parse(`2022-03-30T${time}:00.000Z`);
const AXIS = tickedSpan({ from: AT('13:00'), to: AT('16:00') });
const STEPS = [
  { at: AT('13:00'), share: 0 },
  { at: AT('13:20'), share: 0.55 },
  { at: AT('13:40'), share: 0.63 },
  { at: AT('14:22'), share: 0.3 },
  { at: AT('14:30'), share: 0.01 },
  { at: AT('14:40'), share: null },
  { at: AT('14:50'), share: 0 },
  { at: AT('15:06'), share: 0.14 },
  { at: AT('15:14'), share: 0 },
];

/** Shows the parts of post-mortems. */
export function KitPostmortem() {
  return (
    <Sample title="Post-mortem: share over time, timeline, action items">
      <div>
        <ShareChart
          from={AXIS.from}
          to={AXIS.to}
          steps={STEPS}
          shades={[
            { from: AT('13:20'), to: AT('14:30'), ink: 'maj' },
            { from: AT('15:06'), to: AT('15:14'), ink: 'par' },
          ]}
          limits={[
            { share: 0.1, text: 'Partial outage from 10 %', ink: 'par' },
            { share: 0.5, text: 'Major outage from 50 %', ink: 'maj' },
          ]}
          labels={[
            { at: AT('13:40'), share: 0.63, text: '63 % at 13:40' },
            { at: AT('15:08'), share: 0.14, text: '14 % at 15:08' },
          ]}
        />
        <TickedAxis axis={AXIS} />
      </div>
      <Timeline>
        <TimelineLine time="13:20">The network in one data centre fails.</TimelineLine>
        <TimelineLine time="14:30">
          <strong className="font-semibold">Serving is operational.</strong>
        </TimelineLine>
      </Timeline>
      <p className="flex flex-wrap gap-x-5 gap-y-1">
        {([...ACTION_ITEM_STATES, 'overdue'] as const).map((state) => (
          <ItemState key={state} state={state} />
        ))}
      </p>
      <p className="flex flex-wrap items-center gap-2 text-micro text-quiet">
        <Icon name="seal" className="size-4 text-ok-ink" /> 11 figures match
        <ItemCells counts={{ done: 3, overdue: 1, inProgress: 1, planned: 0 }} /> 3 of 5 done
      </p>
    </Sample>
  );
}
