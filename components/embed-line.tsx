import type { SystemSummary } from '#domain/summary';
import { clockUtc } from '#domain/utc-words';
import { en } from '../messages/en.ts';
import { headlines } from './headlines.ts';
import { Since } from './since.tsx';
import { StatusIcon } from './status-icon.tsx';

/** The most urgent truth in one line, for a frame in somebody else's page; a link leads here. */
export function EmbedLine({ summary, origin }: { summary: SystemSummary; origin: string }) {
  const [first] = headlines(summary);
  return (
    <main className="p-2">
      <h1 className="text-base font-normal">
        <a href={origin} target="_blank" rel="noopener" className="flex min-h-6 items-start gap-2 underline decoration-line underline-offset-4">
          <StatusIcon tone={first.tone} size="small" />
          <span>
            {first.before}
            <Since at={first.since} now={summary.generatedAt} />
            {first.after}
          </span>
        </a>
      </h1>
      <p className="ps-7 text-sm text-quiet">
        {en.freshness.asOf} {clockUtc(summary.generatedAt)} UTC
      </p>
    </main>
  );
}
