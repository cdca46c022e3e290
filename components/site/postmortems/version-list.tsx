import { UtcTime } from '#components/ui/utc-time';
import type { PublicPostmortem } from '#domain/postmortem/published-version';
import { dayMomentUtc } from '#domain/time/format-utc';
import { enPostmortemPages } from '#messages/en/postmortem-pages';

const TEXT = enPostmortemPages.versions;

/** Shows each edit after publication, newest first: when, why, and a link to what it changed. */
export function VersionList({ postmortem: { publicId, versions } }: { postmortem: PublicPostmortem }) {
  const edits = versions.slice(0, -1);
  if (edits.length === 0) return null;
  return (
    <section id="versions" aria-labelledby="versions-title" className="article mt-12 scroll-mt-6">
      <h2 id="versions-title" className="text-section">
        {TEXT.title}
      </h2>
      <ul className="mt-3 max-w-[66ch] space-y-3">
        {edits.map(({ number, publishedAt, note }) => (
          <li key={number}>
            {TEXT.edited} <UtcTime at={publishedAt} text={dayMomentUtc(publishedAt)} />
            {note !== null && `: ${note}`}{' '}
            <a href={`/postmortems/${publicId}/versions/${number}`} className="link whitespace-nowrap print:hidden">
              {TEXT.changes}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
