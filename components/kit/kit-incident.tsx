import { Callout } from '#components/ui/callout';
import { FactList } from '#components/ui/fact-list';
import { Icon } from '#components/ui/icon';
import { NextUpdateLine } from '#components/ui/next-update-line';
import { StatusWord } from '#components/ui/status-word';
import { Stepper } from '#components/ui/stepper';
import { Timeline, TimelineEntry } from '#components/ui/timeline';
import { Sample } from './sample.tsx';

const NOW = Date.parse('2022-03-30T14:18:00.000Z');
const MINUTE = 60_000;
const STEPS = [
  { key: 'detected', name: 'Detected', at: '13:21' },
  { key: 'investigating', name: 'Investigating', at: '13:25' },
  { key: 'identified', name: 'Identified', at: '13:34' },
  { key: 'monitoring', name: 'Monitoring' },
  { key: 'resolved', name: 'Resolved' },
];
const DONE = STEPS.map((step) => ({ at: '15:16', ...step }));
const FACTS = [
  { name: 'Affected', value: <StatusWord tone="major_outage" text="Serving" size={16} /> },
  { name: 'Total downtime', value: '1 h 18 min' },
  { name: 'First update', value: 'after 1 min' },
  { name: 'SLA, March', value: '99.9 % missed', note: '2 of 12 instances' },
];

/** Shows the parts of incident pages. */
export function KitIncident() {
  return (
    <>
      <Sample title="Stepper, next update, facts">
        <Stepper label="Progress" steps={STEPS} current={2} />
        <Stepper label="Progress of a resolved incident" steps={DONE} current={4} isComplete />
        <NextUpdateLine by={NOW + 12 * MINUTE} from={NOW - 18 * MINUTE} now={NOW} />
        <NextUpdateLine by={NOW - 4 * MINUTE} from={NOW - 34 * MINUTE} now={NOW} />
        <FactList facts={FACTS} />
      </Sample>
      <Sample title="Timeline and callout">
        <Timeline>
          <TimelineEntry time="14:31" mark="operational" title="Monitoring" by="by monitoring">
            <p>Serving has been operational since 14:30 UTC.</p>
          </TimelineEntry>
          <TimelineEntry time="14:00" mark="ring" title="Update">
            <p>We are restoring the databases.</p>
          </TimelineEntry>
          <TimelineEntry time="13:41" mark="note" title="Internal note">
            <p>Only staff can read this.</p>
          </TimelineEntry>
        </Timeline>
        <Callout tone="deg">Serving is down according to monitoring, but there is no public incident.</Callout>
        <Callout
          tone="accent"
          title="Post-mortem published on 31 March"
          action={<Icon name="arrow" className="mirrors size-5 text-accent" />}
        >
          Cause, timeline and 5 action items. 3 are done.
        </Callout>
        <Callout tone="ok" title="Draft saved" />
        <Callout tone="maj">We can't reach the database. Your text is still here.</Callout>
        <Callout tone="unk">No monitoring data since 13:20 UTC.</Callout>
        <Callout tone="mnt">Maintenance starts at 04:00 UTC.</Callout>
      </Sample>
    </>
  );
}
