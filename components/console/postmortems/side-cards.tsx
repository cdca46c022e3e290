import { formatAuthor } from '#components/console/frame/format-author.ts';
import { formatFactName } from '#components/site/postmortems/format-fact.ts';
import { Card, CardSection } from '#components/ui/card';
import { Disclosure } from '#components/ui/disclosure';
import { UtcTime } from '#components/ui/utc-time';
import { formatValue } from '#domain/postmortem/format-figure';
import { formatMoment } from '#domain/time/format-utc';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import { enPostmortems } from '#messages/en/postmortems';
import type { StaffPostmortem } from '#server/postmortems/view-types';
import { componentNamesOf } from './component-names.ts';

const TEXT = consolePostmortemsEn;

/** Shows what late data or a new policy has changed in the record since publication. */
export function RecordChange({ postmortem }: { postmortem: StaffPostmortem }) {
  const { changedFacts, record } = postmortem;
  if (changedFacts.length === 0 || !record) return null;
  const formatOwn = (kind: (typeof changedFacts)[number]['kind'], value: number | null) =>
    value === null ? TEXT.record.absent : formatValue(kind, value, record.from);
  return (
    <section
      aria-labelledby="record-title"
      className="mt-4 rounded-note border border-deg-line bg-deg-tint p-4 text-small"
    >
      <h2 id="record-title" className="text-row font-semibold">
        {TEXT.record.title}
      </h2>
      <p className="text-quiet">{TEXT.record.text}</p>
      <ul className="mt-1 list-disc ps-5">
        {changedFacts.map(({ key, kind, published, current }) => (
          <li key={key}>
            {TEXT.record.change(
              formatFactName(key, componentNamesOf(postmortem)),
              formatOwn(kind, published),
              formatOwn(kind, current),
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Shows advice on the stored text. */
export function AdviceCard({ advice }: Pick<StaffPostmortem, 'advice'>) {
  if (advice.length === 0) return null;
  const { title, text, code: codes, passage, missing } = TEXT.advice;
  return (
    <Card labelledBy="advice-title">
      <CardSection className="sm:px-5 sm:py-4">
        <h2 id="advice-title" className="text-section">
          {title}
        </h2>
        <p className="text-micro text-quiet">{text}</p>
        <ul className="mt-2 space-y-2 text-small">
          {advice.map(({ code, section, start, entry, text: words }) => (
            <li key={`${code} ${section} ${entry} ${start}`}>
              {code === 'missing_section' ? (
                <a href={`#${section}`} className="quiet-link">
                  {missing(enPostmortems.section[section])}
                </a>
              ) : (
                <>
                  <a href={`#${section}`} className="quiet-link">
                    {passage(enPostmortems.section[section], words)}
                  </a>{' '}
                  {codes[code]}
                </>
              )}
            </li>
          ))}
        </ul>
      </CardSection>
    </Card>
  );
}

/** Lists the versions, newest first. Each published one after the first links to what readers see of its changes. */
export function VersionsCard({ postmortem: { publicId, versions, now } }: { postmortem: StaffPostmortem }) {
  const published = versions.filter(({ publishedAt }) => publishedAt !== null);
  const changesOf = (number: number) => {
    const index = published.findIndex((version) => version.number === number);
    return index < 0 || index === published.length - 1 ? null : published.length - index;
  };
  return (
    <Card>
      <CardSection className="sm:px-5 sm:py-3">
        <Disclosure id="versions" summary={TEXT.versions.title}>
          <ul className="mt-1 space-y-2 text-small">
            {versions.map(({ number, savedAt, author, publishedAt, note }) => {
              const changes = changesOf(number);
              return (
                <li key={number}>
                  <strong className="font-semibold">{TEXT.versions.version(number)}</strong>,{' '}
                  {TEXT.versions.by(formatAuthor(author))}, <UtcTime at={savedAt} text={formatMoment(savedAt, now)} />
                  {publishedAt !== null && (
                    <>
                      , {TEXT.versions.published} <UtcTime at={publishedAt} text={formatMoment(publishedAt, now)} />
                    </>
                  )}
                  {note !== null && <span className="block text-quiet">{note}</span>}
                  {changes !== null && (
                    <a href={`/postmortems/${publicId}/versions/${changes}`} className="link">
                      {TEXT.versions.changes}
                    </a>
                  )}
                </li>
              );
            })}
          </ul>
        </Disclosure>
      </CardSection>
    </Card>
  );
}
