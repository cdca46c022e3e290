import { StatusIcon } from '#components/ui/status-icon';
import { UtcTime } from '#components/ui/utc-time';
import type { SystemSummary } from '#domain/site/summary';
import { formatMoment } from '#domain/time/format-utc';
import { en } from '#messages/en/site';
import { HeadlineText } from './headline-text.tsx';
import { headlines } from './headlines.ts';

/** Shows the most urgent headline in one line with a link, for frames in other pages. */
export function EmbedLine({ summary, origin }: { summary: SystemSummary; origin: string }) {
  const [first] = headlines(summary);
  return (
    <main className="p-2">
      <h1 className="text-body font-normal">
        <a
          href={origin}
          target="_blank"
          rel="noopener"
          className="flex min-h-6 items-start gap-2 underline decoration-line underline-offset-4"
        >
          <StatusIcon tone={first.tone} className="mt-0.5" />
          <span>
            <HeadlineText sentence={first} now={summary.generatedAt} />
          </span>
        </a>
      </h1>
      <p className="ps-7 text-small text-quiet">
        {en.freshness.asOf}{' '}
        <UtcTime at={summary.generatedAt} text={formatMoment(summary.generatedAt, summary.generatedAt)} />
      </p>
    </main>
  );
}
