import { StatusIcon } from '#components/ui/status-icon';
import { STATUS_TOKENS } from '#components/ui/status-tokens.ts';
import { UtcTime } from '#components/ui/utc-time';
import type { SystemSummary } from '#domain/site/summary';
import { formatFullMoment } from '#domain/time/format-utc';
import { en } from '#messages/en/site';
import { HeadlineText } from './headline-text.tsx';
import { headlines } from './headlines.ts';

/** Shows the most urgent headline, the other problems and the time of the data. */
export function Headline({ summary }: { summary: SystemSummary }) {
  const [first, ...rest] = headlines(summary);
  const now = summary.generatedAt;
  return (
    <header className={`border-s-8 ${STATUS_TOKENS[first.tone].edge} ps-4 sm:ps-6`} id="_headline">
      <p className="text-small text-quiet">{en.title}</p>
      <h1 data-headline="" className="mt-2 flex items-start gap-3 text-banner text-balance">
        <StatusIcon tone={first.tone} size="banner" />
        <span>
          <HeadlineText sentence={first} now={now} />
        </span>
      </h1>
      {rest.map((sentence) => (
        <p key={sentence.before} className="mt-2 flex items-start gap-2">
          <StatusIcon tone={sentence.tone} className="mt-0.5" />
          <span>
            <HeadlineText sentence={sentence} now={now} />
          </span>
        </p>
      ))}
      <p className="mt-3 text-small text-quiet">
        {en.freshness.asOf} <UtcTime at={now} text={formatFullMoment(now)} />
      </p>
    </header>
  );
}
