import { PublishedText } from '#components/site/frame/published-text';
import { Timeline, TimelineLine } from '#components/ui/timeline';
import type { FrozenVersion } from '#domain/postmortem/published-version';
import { dayOf } from '#domain/time/calendar';
import { clockUtc, dayUtc } from '#domain/time/format-utc';
import { enPostmortems } from '#messages/en/postmortems';
import { en } from '#messages/en/site';

type Entry = FrozenVersion['timeline'][number];

/** A text without links and emphasis. */
const PLAIN = /^<p>[^<]*<\/p>\s*$/;
const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Shows what happened, by day. Its times stay in UTC, because its texts name times in UTC too. */
export function PostmortemTimeline({ entries }: { entries: readonly Entry[] }) {
  if (entries.length === 0) return null;
  return (
    <section id="timeline" aria-labelledby="timeline-title" className="mt-12 scroll-mt-6">
      <h2 id="timeline-title" className="text-section">
        {enPostmortems.section.timeline}
      </h2>
      {[...Map.groupBy(entries, ({ at }) => dayOf(at))].map(([day, own]) => (
        <div key={day} className="mt-3 not-first-of-type:mt-6">
          <h3 className="mb-3 text-small font-normal text-quiet">
            {dayUtc(day)}, {en.zone}
          </h3>
          <Timeline>
            {own.map((entry, i) => (
              <TimelineLine key={`${entry.at} ${i}`} time={clockUtc(entry.at)}>
                <EntryText entry={entry} />
              </TimelineLine>
            ))}
          </Timeline>
        </div>
      ))}
    </section>
  );
}

/** Shows the text of an entry. Of a turning point, the first sentence is bold or, if it has links or emphasis of its own, the whole text. */
function EntryText({ entry: { html, text, isKey } }: { entry: Entry }) {
  if (!isKey) return <PublishedText html={html} />;
  if (!PLAIN.test(html))
    return (
      <div className="font-semibold text-ink">
        <PublishedText html={html} />
      </div>
    );
  const [first] = SENTENCES.segment(text);
  return (
    <p>
      <strong className="font-semibold">{first?.segment}</strong>
      {text.slice(first?.segment.length)}
    </p>
  );
}
