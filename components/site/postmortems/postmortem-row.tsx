import { toneOfImpact } from '#components/site/incidents/format-incident.ts';
import { formatBriefDuration } from '#components/ui/format-duration.ts';
import { Icon } from '#components/ui/icon';
import { ItemCells } from '#components/ui/item-cells';
import { Row } from '#components/ui/row';
import { StatusIcon } from '#components/ui/status-icon';
import { STATUS_TOKENS } from '#components/ui/status-tokens.ts';
import { UtcTime } from '#components/ui/utc-time';
import type { ActionItemCounts } from '#domain/postmortem/action-item';
import type { ListedPostmortem } from '#domain/postmortem/public-lists';
import type { PostmortemIncident } from '#domain/postmortem/published-version';
import { dayOfYearUtc } from '#domain/time/format-brief';
import { dayUtc, yearUtc } from '#domain/time/format-utc';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import { startOf } from './start-of.ts';

const TEXT = enPostmortemPages.list;
const IMPACTS: readonly PostmortemIncident['impact'][] = ['none', 'minor', 'major', 'critical'];

/** Shows a post-mortem in a list: its cause, the check of its figures, a cell per action item, and its days. */
export function PostmortemRow({ postmortem }: { postmortem: ListedPostmortem }) {
  const { publicId, title, cause, incidents, publishedAt, readingMinutes, figures, actionItems } = postmortem;
  const startedAt = startOf(postmortem);
  const publishedDay = yearUtc(publishedAt) === yearUtc(startedAt) ? dayOfYearUtc(publishedAt) : dayUtc(publishedAt);
  const tone = toneOfImpact(worstOf(incidents));
  return (
    <Row
      icon={<StatusIcon tone={tone} size={20} />}
      href={`/postmortems/${publicId}`}
      title={title}
      text={cause}
      end={<UtcTime at={startedAt} text={dayOfYearUtc(startedAt)} isBrief />}
      endNote={<bdi>{formatImpact(STATUS_TOKENS[tone].label, incidents)}</bdi>}
    >
      <div className="mt-2 flex flex-wrap items-center gap-x-6 gap-y-1 text-micro text-quiet">
        <Figures figures={figures} />
        <Items counts={actionItems} />
        <span>
          {enPostmortemPages.page.published} <UtcTime at={publishedAt} text={publishedDay} isBrief />
          {TEXT.read(readingMinutes)}
        </span>
      </div>
    </Row>
  );
}

function worstOf(incidents: readonly PostmortemIncident[]): PostmortemIncident['impact'] {
  return IMPACTS[Math.max(0, ...incidents.map(({ impact }) => IMPACTS.indexOf(impact)))] ?? 'none';
}

function formatImpact(status: string, incidents: readonly PostmortemIncident[]): string {
  const downMs = incidents.reduce((sum, one) => sum + (one.downMs ?? 0), 0);
  return downMs === 0 ? status : TEXT.impact(status, formatBriefDuration(downMs));
}

/** Shows the result of the check: green only if every figure agrees with the record, as on the page itself. */
function Figures({ figures: { match, explained } }: Pick<ListedPostmortem, 'figures'>) {
  const matching = enPostmortemPages.seal.matching(match);
  if (explained === 0)
    return (
      <span className="inline-flex items-center gap-2 font-semibold text-ok-ink">
        <Icon name="seal" className="size-4" /> {matching}
      </span>
    );
  return (
    <span className="inline-flex items-center gap-2 font-semibold text-deg-ink">
      <StatusIcon tone="degraded_performance" size={16} /> {matching}, {TEXT.explained(explained)}
    </span>
  );
}

function Items({ counts }: { counts: ActionItemCounts }) {
  const { done, overdue, inProgress, planned } = counts;
  const all = done + overdue + inProgress + planned;
  if (all === 0) return null;
  return (
    <span className="inline-flex items-center gap-2">
      <ItemCells counts={counts} />
      <span>
        {TEXT.done(TEXT.of(done, all))}
        {overdue > 0 && <strong className="font-semibold text-maj-ink">, {TEXT.overdue(overdue)}</strong>}
      </span>
    </span>
  );
}
