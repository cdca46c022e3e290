import { Icon } from '#components/ui/icon';
import { StatusIcon } from '#components/ui/status-icon';
import { STATUS_TOKENS } from '#components/ui/status-tokens.ts';
import { UtcTime } from '#components/ui/utc-time';
import { checkedAt } from '#domain/site/checked-at';
import { type HeadlineFact, headlineFacts } from '#domain/site/headline-facts';
import type { SystemSummary } from '#domain/site/summary';
import { formatMoment } from '#domain/time/format-utc';
import { enHome } from '#messages/en/home';
import { enIncidents } from '#messages/en/incidents';
import { Checked } from './checked.tsx';
import { formatHeadline } from './format-headline.ts';

/** `isEmbedded`: the line is the whole content of a frame in another page. */
type Props = { summary: SystemSummary; href: string; isEmbedded?: boolean };

/** Shows the headline in one line that links to the status page. Its freshness is below it where both have no room side by side. */
export function StatusLink({ summary, href, isEmbedded = false }: Props) {
  const [first] = headlineFacts(summary);
  const { tint, line } = STATUS_TOKENS[first.tone];
  const Title = isEmbedded ? 'h1' : 'p';
  return (
    <a
      href={href}
      {...(isEmbedded && { target: '_blank', rel: 'noopener' })}
      className={`flex min-h-12 items-center gap-3 rounded-note border px-4 py-2.5 ${tint} ${line}`}
    >
      <StatusIcon tone={first.tone} isRecovering={first.kind === 'recovering'} />
      <div className="flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-3">
        <Title className="text-row font-semibold text-ink">{formatHeadline(first, summary.components.length)}</Title>
        <p className="text-small text-quiet">
          <Freshness first={first} summary={summary} />
        </p>
      </div>
      <Icon name="chevron" className="size-3.5 text-ink rtl:-scale-x-100" />
    </a>
  );
}

/** Shows the time of the next update of an open incident, else how fresh the status is. */
function Freshness({ first, summary }: { first: HeadlineFact; summary: SystemSummary }) {
  const { openIncidents, generatedAt: now } = summary;
  const next = openIncidents.map(({ nextUpdateBy }) => nextUpdateBy).filter((by) => by !== null && by >= now);
  const by = next.length > 0 ? Math.min(...next.map(Number)) : null;
  if (by !== null)
    return (
      <>
        {enIncidents.page.next} <UtcTime at={by} text={formatMoment(by, now)} />
      </>
    );
  const at = checkedAt(summary);
  if (at === null) return enHome.lead.noData;
  return <Checked at={at} isKnown={first.kind !== 'unknown'} now={now} />;
}
