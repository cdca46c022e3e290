import { PublishedText } from '#components/site/frame/published-text';
import { UtcTime } from '#components/ui/utc-time';
import type { PublicPostmortem } from '#domain/postmortem/published-version';
import { dayMomentUtc } from '#domain/time/format-utc';
import { enPostmortemPages } from '#messages/en/postmortem-pages';

const TEXT = enPostmortemPages.page;

type Props = { postmortem: PublicPostmortem; isPreview: boolean };

/** Shows title and summary, when it was published, and links. A preview cannot be printed. */
export function PostmortemHead({ postmortem, isPreview }: Props) {
  const { title, frozen, publishedAt, changedAt, incidents } = postmortem;
  const summary = frozen.sections.find(({ key }) => key === 'summary');
  const isOne = incidents.length === 1;
  return (
    <header id="_headline">
      <h1 className="max-w-[24ch] text-article">{title}</h1>
      {summary && (
        <div className="mt-3.5 text-lede text-plain">
          <PublishedText html={summary.html} />
        </div>
      )}
      <ul className="head-line mt-2.5 text-small text-quiet">
        <li>
          {TEXT.published} <UtcTime at={publishedAt} text={dayMomentUtc(publishedAt)} />
        </li>
        {changedAt > publishedAt && (
          <li>
            <a href="#versions" className="link">
              {TEXT.edited} <UtcTime at={changedAt} text={dayMomentUtc(changedAt)} />
            </a>
          </li>
        )}
        <li>{TEXT.read(frozen.readingMinutes)}</li>
        {incidents.map((incident) => (
          <li key={incident.publicId}>
            <a href={`/incidents/${incident.publicId}`} className="link">
              {isOne ? TEXT.incident : TEXT.incidentOf(incident.title)}
            </a>
          </li>
        ))}
        {!isPreview && (
          <li className="noscript:hidden print:hidden">
            <button type="button" className="link inline-flex min-h-6 cursor-pointer items-center" data-print="">
              {TEXT.print}
            </button>
          </li>
        )}
      </ul>
    </header>
  );
}
