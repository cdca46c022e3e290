import type { SystemSummary } from '#domain/summary';
import { momentWords } from '#domain/utc-words';
import { en } from '../messages/en.ts';
import { HeadlineWords } from './headline-words.tsx';
import { headlines } from './headlines.ts';
import { StatusIcon } from './status-icon.tsx';
import { UtcTime } from './utc-time.tsx';

/** The most urgent truth in one line, for a frame in somebody else's page; a link leads here. */
export function EmbedLine({ summary, origin }: { summary: SystemSummary; origin: string }) {
  const [first] = headlines(summary);
  return (
    <main className="p-2">
      <h1 className="text-base font-normal">
        <a href={origin} target="_blank" rel="noopener" className="flex min-h-6 items-start gap-2 underline decoration-line underline-offset-4">
          <StatusIcon tone={first.tone} size="small" />
          <span>
            <HeadlineWords sentence={first} now={summary.generatedAt} />
          </span>
        </a>
      </h1>
      <p className="ps-7 text-sm text-quiet">
        {en.freshness.asOf} <UtcTime at={summary.generatedAt} words={momentWords(summary.generatedAt, summary.generatedAt)} />
      </p>
    </main>
  );
}
