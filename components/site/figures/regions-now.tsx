import { DataTable } from '#components/ui/data-table';
import { FleetStrip } from '#components/ui/fleet-strip';
import { formatBriefDuration } from '#components/ui/format-duration.ts';
import { fleetSize } from '#components/ui/format-fleet.ts';
import { StatusWord } from '#components/ui/status-word';
import type { Counts } from '#domain/measurement/component-status';
import type { RegionSummary } from '#domain/site/summary';
import { en } from '#messages/en/site';

const TEXT = en.component;
const COLUMNS = [
  { label: TEXT.regionHead.region },
  { label: TEXT.regionHead.status, isLead: true },
  { label: TEXT.regionHead.fleet, isEnd: true },
  { label: TEXT.regionHead.age, isEnd: true },
];

/** Shows the current status of each region of a component. */
export function RegionsNow({ name, regions }: { name: string; regions: readonly RegionSummary[] }) {
  const rows = regions.map(({ name: key, title, status, counts, worstDataAgeMs }) => ({
    key,
    cells: [
      title,
      <StatusWord key="status" tone={status} size={18} />,
      <InSync key="fleet" counts={counts} />,
      worstDataAgeMs === null ? '–' : formatBriefDuration(worstDataAgeMs),
    ],
  }));
  return <DataTable caption={TEXT.regionsOf(name)} columns={COLUMNS} rows={rows} onPhone="blocks" />;
}

function InSync({ counts }: { counts: Counts }) {
  const { up, degraded, stale, down, silent, unknown } = counts;
  return (
    <span className="inline-flex items-center gap-3">
      {TEXT.inSync(up + degraded, fleetSize(counts))}
      <span className="max-sm:hidden">
        <FleetStrip inSync={up + degraded} notInSync={stale + down + silent} notSeen={unknown} />
      </span>
    </span>
  );
}
