import type { PublicIncident } from '#domain/incident/public-incident';
import { stateSince } from '#domain/incident/state-since';
import { levelOf } from '#domain/measurement/status';
import { TONES, type Tone, toneOf } from '#domain/measurement/tone';
import { publicStatus } from '#domain/site/public-status';
import type { ComponentSummary, SystemSummary } from '#domain/site/summary';
import type { Instant } from '#domain/time/interval';
import { enIncidents } from '#messages/en/incidents';
import { en } from '#messages/en/site';

type Kind = Exclude<Tone, 'incident'> | 'recovering' | 'worsening';
/** A sentence in plain words; where `since` is known, "since …" stands between `before` and `after`; `earlier` comes last. */
export type Headline = { tone: Tone; before: string; since: Instant | null; after: string; earlier: Earlier };
/** Of a trouble that is over: what it was, and from when. */
type Earlier = { words: string; from: Instant } | null;
type Group = { kind: Kind; tone: Tone; since: Instant | null; names: string[]; where: Where; earlier: Earlier };
/** Which of a component's regions are as bad as it is; null where that says nothing. */
type Where = { bad: string[]; all: number } | null;

const REGIONS_NAMED = 2;
/** Tones of components whose sentence says that something is wrong. */
const SPEAKING = TONES.slice(0, TONES.indexOf('incident'));
const NAMES = new Intl.ListFormat('en-GB');

/** What is to be said of the whole, the most urgent first; calm is said only where everything is calm. Its tone is that of the whole. */
export function headlines(summary: SystemSummary): [Headline, ...Headline[]] {
  const groups = groupsOf(summary.components).sort((a, b) => urgency(a) - urgency(b));
  const told = groups.filter(({ kind }) => kind !== 'operational' || summary.overall === 'operational');
  const troubles = told.map((group) => sentence(group, summary.components.length));
  const rank = (one: Headline) => TONES.indexOf(one.tone);
  const [first, ...rest] = [...troubles, ...untold(summary).map(incidentSentence)].sort((a, b) => rank(a) - rank(b));
  return first
    ? [first, ...rest]
    : [{ tone: 'not_monitored', before: en.headline.noneMonitored, since: null, after: '', earlier: null }];
}

/** Components of which the same thing is true since the same moment share a sentence. */
function groupsOf(components: readonly ComponentSummary[]): Group[] {
  const groups = new Map<string, Group>();
  for (const component of components) {
    for (const { kind, since, earlier = null } of truths(component)) {
      const tone = toneOf(component);
      const where = whereOf(component, kind);
      const key = `${kind} ${tone} ${since} ${where?.bad.join()} ${earlier?.from}`;
      const group = groups.get(key) ?? { kind, tone, since, names: [], where, earlier };
      group.names.push(component.name);
      groups.set(key, group);
    }
  }
  return [...groups.values()];
}

/** Open incidents of which no sentence about a component speaks, whether or not the page has their components: archived ones are not on it. */
function untold({ components, openIncidents }: SystemSummary): PublicIncident[] {
  const troubled = new Set(
    components.filter((component) => SPEAKING.includes(toneOf(component))).map(({ publicId }) => publicId),
  );
  return openIncidents.filter((incident) => !incident.components.some(({ publicId }) => troubled.has(publicId)));
}

function incidentSentence(incident: PublicIncident): Headline {
  const { title, state } = incident;
  return {
    tone: 'incident',
    before: enIncidents.headline(title, enIncidents.stateNow[state]),
    since: stateSince(incident),
    after: '',
    earlier: null,
  };
}

function truths(component: ComponentSummary): { kind: Kind; since: Instant | null; earlier?: Earlier }[] {
  const { kind, tone, since } = publicStatus(component);
  if (kind === 'incident') return [];
  if (kind === 'recovering') return [{ kind, since, earlier: earlierOf(component) }];
  const isWorsening = tone === component.status && levelOf(component.status) > 0 && component.phase === 'possible';
  return isWorsening
    ? [
        { kind, since },
        { kind: 'worsening', since: component.phaseSince },
      ]
    : [{ kind, since }];
}

function earlierOf({ status, since }: ComponentSummary): Earlier {
  return since === null ? null : { words: en.headline.before(en.label[status]), from: since };
}

/** Trouble that not every region shares is told with the regions that have it. */
function whereOf({ regions }: ComponentSummary, kind: Kind): Where {
  if (kind !== 'major_outage' && kind !== 'partial_outage' && kind !== 'degraded_performance') return null;
  const bad = regions.filter((region) => levelOf(region.status) > 0).map((region) => region.title);
  return bad.length === 0 || bad.length === regions.length ? null : { bad, all: regions.length };
}

function urgency(group: Group): number {
  return TONES.indexOf(group.tone) * 3 + (group.kind === 'recovering' ? 1 : 0) + (group.kind === 'worsening' ? 2 : 0);
}

function sentence(group: Group, componentCount: number): Headline {
  const { kind, tone, since, earlier } = group;
  const isUnconfirmed = kind === 'possible' || kind === 'worsening';
  const after = isUnconfirmed ? `; ${en.unconfirmed}` : kind === 'unknown' ? `; ${en.headline.unseen}` : '';
  return { tone, before: clause(group, group.names.length === componentCount), since, after, earlier };
}

function clause({ kind, names, where }: Group, isAll: boolean): string {
  if (kind === 'operational') return isAll ? en.headline.allOperational : en.headline.othersOperational;
  if (kind === 'unknown' && isAll) return en.headline.allMissing;
  if (kind === 'not_monitored' && isAll) return en.headline.noneMonitored;
  return placed(en.headline[kind](NAMES.format(names), names.length > 1), where);
}

function placed(words: string, where: Where): string {
  if (!where) return words;
  const { bad, all } = where;
  if (bad.length <= REGIONS_NAMED) return en.where.some(words, NAMES.format(bad));
  return bad.length * 2 > all ? en.where.most(words) : en.where.count(words, bad.length, all);
}
