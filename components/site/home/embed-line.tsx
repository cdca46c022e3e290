import type { SystemSummary } from '#domain/site/summary';
import { StatusLink } from './status-link.tsx';

/** Shows the headline in one line with a link, for frames in other pages. Without a script, the frame reloads it. */
export function EmbedLine({ summary, origin }: { summary: SystemSummary; origin: string }) {
  return (
    <main className="p-2">
      <StatusLink summary={summary} href={origin} isEmbedded />
    </main>
  );
}
