import { BackLink } from '#components/site/frame/back-link';
import { PageFrame } from '#components/site/frame/page-frame';
import { Card, CardSection } from '#components/ui/card';
import { UtcTime } from '#components/ui/utc-time';
import { dayMomentUtc } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import { enPostmortems } from '#messages/en/postmortems';
import type { ComparedVersion } from '#server/postmortems/reads/public-postmortem';
import { type ChangedPart, versionChanges } from './version-changes.ts';

const TEXT = enPostmortemPages.versions;

/** `before`: the version that readers saw until `after` was published. */
type Props = {
  publicId: string;
  title: string;
  before: ComparedVersion;
  after: ComparedVersion;
  generatedAt: Instant;
};

/** Shows what an edit of a published post-mortem changed, by section. */
export function VersionPage({ publicId, title, before, after, generatedAt }: Props) {
  const changes = versionChanges(before, after);
  return (
    <PageFrame generatedAt={generatedAt}>
      <BackLink href={`/postmortems/${publicId}`}>{title}</BackLink>
      <header id="_headline">
        <h1 className="text-title">{TEXT.pageTitle}</h1>
        <p className="mt-2 text-small text-quiet">
          {TEXT.edited} <UtcTime at={after.publishedAt} text={dayMomentUtc(after.publishedAt)} />
        </p>
        {after.note !== null && <p className="mt-3 max-w-[66ch] text-reading">{after.note}</p>}
      </header>
      {changes.length === 0 ? (
        <p id="_unchanged" className="mt-6">
          {TEXT.onlyFigures}
        </p>
      ) : (
        <Card id="changes" className="mt-6">
          {changes.map(({ section, blocks }) => (
            <CardSection key={section} labelledBy={`changes-${section}`}>
              <h2 id={`changes-${section}`} className="text-section">
                {section === 'title' ? TEXT.heading : enPostmortems.section[section]}
              </h2>
              {blocks.map((parts, i) => (
                <p key={`${i} ${parts[0]?.value}`} className="mt-3 max-w-[66ch] whitespace-pre-line">
                  {parts.map((part, j) => (
                    <Part key={`${j} ${part.value}`} part={part} />
                  ))}
                </p>
              ))}
            </CardSection>
          ))}
        </Card>
      )}
    </PageFrame>
  );
}

function Part({ part: { value, kind } }: { part: ChangedPart }) {
  if (kind === 'added') return <ins className="bg-ok-tint">{value}</ins>;
  if (kind === 'removed') return <del className="bg-maj-tint">{value}</del>;
  return value;
}
