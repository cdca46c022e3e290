import { ButtonLink } from '#components/ui/button';
import { Card, CardSection } from '#components/ui/card';
import { ConnectionLine } from '#components/ui/connection-line';
import { DataTable } from '#components/ui/data-table';
import { Disclosure } from '#components/ui/disclosure';
import { EmptyState } from '#components/ui/empty-state';
import { Meter } from '#components/ui/meter';
import { Row } from '#components/ui/row';
import { Skeleton } from '#components/ui/skeleton';
import { StatusIcon } from '#components/ui/status-icon';
import { StatusWord } from '#components/ui/status-word';
import { Segment, Tabs } from '#components/ui/tabs';
import { Sample } from './sample.tsx';

const INTERVALS = [{ label: 'Status' }, { label: 'From', isEnd: true }, { label: 'Duration', isEnd: true }];
const PERIODS = [
  { label: 'Period' },
  { label: 'Uptime', isEnd: true, isLead: true },
  { label: 'Target', isLead: true },
  { label: 'Error budget used', isWide: true },
  { label: 'Coverage', isEnd: true },
];

/** Shows lists and tables, with their empty and loading states. */
export function KitLists() {
  return (
    <>
      <Sample title="Empty, loading, connection">
        <EmptyState
          icon="template"
          title="No templates yet"
          text="Add one to save time during an incident."
          action={<ButtonLink href="#kit-link">Add template</ButtonLink>}
        />
        <Skeleton label="Loading…" />
        <ConnectionLine />
        <ConnectionLine lostSince="14:16 UTC" />
      </Sample>
      <KitTabs />
      <KitTables />
      <KitRows />
    </>
  );
}

function KitTabs() {
  return (
    <Sample title="Tabs, segment">
      <Tabs
        label="Parts of the incident"
        items={[
          { href: '#updates', text: 'Updates', isCurrent: true },
          { href: '#notes', text: 'Internal notes', count: 3, isCurrent: false },
          { href: '#audit', text: 'Audit', isCurrent: false },
        ]}
      />
      <div>
        <Segment
          label="Period"
          items={[
            { href: '#day', text: '24 h', isCurrent: true },
            { href: '#week', text: '7 d', isCurrent: false },
          ]}
        />
      </div>
    </Sample>
  );
}

function KitTables() {
  return (
    <Sample title="Disclosure, table">
      <Disclosure summary="All figures: month, 90 days, year">
        <p className="mt-2 text-small">100 %</p>
      </Disclosure>
      <Disclosure summary="Monitoring data" isStrong isOpen>
        <DataTable
          caption="Monitoring data"
          columns={INTERVALS}
          rows={[
            { key: 'a', cells: [<StatusWord key="a" tone="major_outage" />, '13:20:00', '1\u00a0h 10\u00a0min'] },
            { key: 'b', cells: [<StatusWord key="b" tone="operational" />, '14:30:00', '36\u00a0min'] },
          ]}
        />
      </Disclosure>
      <DataTable
        caption="Uptime of Serving"
        columns={PERIODS}
        onPhone="blocks"
        rows={['2022 so far', 'March'].map((period, i) => ({
          key: period,
          isClosing: i === 0,
          cells: [
            period,
            '99.975\u00a0%',
            <StatusWord key="target" tone="operational" text="Met so far" size={16} />,
            <Meter key="budget" share={0.3} label="22 % of the error budget used" />,
            '100\u00a0%',
          ],
        }))}
      />
    </Sample>
  );
}

function KitRows() {
  return (
    <Card labelledBy="kit-card">
      <CardSection>
        <h2 id="kit-card" className="text-section">
          Recent incidents
        </h2>
      </CardSection>
      <ul className="border-t border-line">
        <Row
          icon={<StatusIcon tone="partial_outage" />}
          title="Some ad requests failed in us-west-2"
          href="#kit-link"
          text="One group of instances lost its connection to the data store."
          end="19 March"
          endNote="Partial outage, 5 min"
        />
        <Row icon={<StatusIcon tone="major_outage" />} title="Serving down" end="14 March" endNote="Major outage, 1 h">
          <a href="#kit-link" className="link">
            Post-mortem
          </a>
        </Row>
      </ul>
    </Card>
  );
}
