import type { Fact } from '#domain/postmortem/facts';
import { firstTimeline, type TimelineEvent } from '#domain/postmortem/first-timeline';
import type { PostmortemContent, SectionText } from '#domain/postmortem/sections';
import { dayUtc, monthUtc } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enPostmortems } from '#messages/en/postmortems';
import type { IncidentRecord } from '#server/postmortems/reads/postmortem-record';

const { first } = enPostmortems;
const NAMES = new Intl.ListFormat('en', { type: 'conjunction' });

/**
 * Returns the first text of a post-mortem, from the record of its incidents. It has only live references that have a fact. Names and updates are not escaped,
 * because people edit the text before it is published.
 */
export function firstContent({
  title,
  record,
  measured,
  happened,
}: IncidentRecord & { title: string }): PostmortemContent {
  const keys = new Set(record.facts.map(({ key }) => key));
  const affected = measured.filter(({ isAffected }) => isAffected);
  const names = affected.map(({ name }) => name);
  return {
    sections: {
      summary: text([summaryOf({ title, names, happened, from: record.from, facts: record.facts })]),
      impact: text([
        ...episodesOf(record.facts).map((key) => sentences(keys, [first.episode(key), first.instances(key)])),
        ...affected.map(({ slug, name }) => {
          const prefix = affected.length === 1 ? '' : `${slug}/`;
          return sentences(keys, [first.uptime(name, monthUtc(record.from), prefix), first.budget(prefix)]);
        }),
      ]),
      cause: text([]),
      detection: text([sentences(keys, [first.confirmed, first.detected, first.published, first.identified])]),
      well: text([]),
      lessons: text([]),
    },
    timeline: firstTimeline(happened).map((event) => ({ at: event.at, text: entryText(event), isKey: isKey(event) })),
    explanations: [],
  };
}

function text(paragraphs: readonly string[]): SectionText {
  return { public: paragraphs.filter((one) => one !== '').join('\n\n'), internal: '' };
}

const REFERENCE = /\{\{([^{}]+)\}\}/g;

/** Joins the sentences whose live references all have a fact. */
function sentences(keys: ReadonlySet<string>, all: readonly string[]): string {
  return all.filter((one) => [...one.matchAll(REFERENCE)].every(([, key = '']) => keys.has(key))).join(' ');
}

function episodesOf(facts: readonly Fact[]): string[] {
  return facts.flatMap(({ key }) => /^(episode\.\d+)\.start$/.exec(key)?.[1] ?? []);
}

type Summed = {
  title: string;
  names: readonly string[];
  happened: IncidentRecord['happened'];
  from: Instant;
  facts: readonly Fact[];
};

function summaryOf({ title, names, happened: { episodes }, from, facts }: Summed): string {
  const day = dayUtc(from);
  if (episodes.length === 0) return first.withoutOutage(day, title);
  const effect = first.effect[episodes.some(({ level }) => level === 3) ? 3 : 2];
  const count = facts.find(({ key }) => key === 'episodes')?.value ?? 0;
  const sentence = count > 1 ? first.summaryOfSeveral : first.summary;
  return sentence(day, NAMES.format(names), names.length > 1, effect);
}

function entryText(event: TimelineEvent): string {
  const { timeline, effect } = first;
  if (event.kind === 'update') return event.text;
  if (event.kind === 'began')
    return timeline.began(NAMES.format(event.names), event.names.length > 1, effect[event.level]);
  if (event.kind === 'ended') return timeline.ended(NAMES.format(event.names), event.names.length > 1);
  return timeline[event.kind];
}

/** The confirmation and the end of outages are the turning points. */
function isKey({ kind }: TimelineEvent): boolean {
  return kind === 'confirmed' || kind === 'confirmed_and_published' || kind === 'ended';
}
