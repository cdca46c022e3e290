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
/** A sentence: `before`, then "since …" if `since` is known, then `after`, then `earlier`. */
export type Headline = { tone: Tone; before: string; since: Instant | null; after: string; earlier: Earlier };
/** The previous failure of a recovering component, and its start. */
type Earlier = { text: string; from: Instant } | null;
type Group = { kind: Kind; tone: Tone; since: Instant | null; names: string[]; where: Where; earlier: Earlier };
/** The failing regions of a component; null if none or all of them fail. */
type Where = { bad: string[]; all: number } | null;

const REGIONS_NAMED = 2;
/** Tones of components whose sentence reports a problem. */
const PROBLEM_TONES = TONES.slice(0, TONES.indexOf('incident'));
const NAMES = new Intl.ListFormat('en-GB');

/** Returns the headlines of the page, most urgent first. "Operational" appears only if everything is operational. The first has the overall tone. */
export function headlines(summary: SystemSummary): [Headline, ...Headline[]] {
  const groups = groupsOf(summary.components).sort((a, b) => urgency(a) - urgency(b));
  const shown = groups.filter(({ kind }) => kind !== 'operational' || summary.overall === 'operational');
  const sentences = shown.map((group) => sentence(group, summary.components.length));
  const rank = (one: Headline) => TONES.indexOf(one.tone);
  const [first, ...rest] = [...sentences, ...uncoveredIncidents(summary).map(incidentSentence)].sort(
    (a, b) => rank(a) - rank(b),
  );
  return first
    ? [first, ...rest]
    : [{ tone: 'not_monitored', before: en.headline.noneMonitored, since: null, after: '', earlier: null }];
}

/** Groups components that share a sentence: the same status since the same time. */
function groupsOf(components: readonly ComponentSummary[]): Group[] {
  const groups = new Map<string, Group>();
  for (const component of components) {
    for (const { kind, since, earlier = null } of statusesOf(component)) {
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

/** Returns open incidents whose components have no problem sentence. This includes incidents of archived components, which are not on the page. */
function uncoveredIncidents({ components, openIncidents }: SystemSummary): PublicIncident[] {
  const covered = new Set(
    components.filter((component) => PROBLEM_TONES.includes(toneOf(component))).map(({ publicId }) => publicId),
  );
  return openIncidents.filter((incident) => !incident.components.some(({ publicId }) => covered.has(publicId)));
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

function statusesOf(component: ComponentSummary): { kind: Kind; since: Instant | null; earlier?: Earlier }[] {
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
  return since === null ? null : { text: en.headline.before[status], from: since };
}

/** Returns the failing regions of a component, unless all fail. */
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
  return withRegions(en.headline[kind](NAMES.format(names), names.length > 1), where);
}

function withRegions(text: string, where: Where): string {
  if (!where) return text;
  const { bad, all } = where;
  if (bad.length <= REGIONS_NAMED) return en.where.some(text, NAMES.format(bad));
  return bad.length * 2 > all ? en.where.most(text) : en.where.count(text, bad.length, all);
}
