import type { PublicIncident } from '#domain/incident/public-incident';
import { levelOf } from '#domain/measurement/status';
import { TONES, type Tone, toneOf } from '#domain/measurement/tone';
import type { Instant } from '#domain/time/interval';
import { publicStatus } from './public-status.ts';
import type { ComponentSummary, SystemSummary } from './summary.ts';

type ComponentKind = Exclude<Tone, 'incident'> | 'recovering' | 'worsening';
/** The failing regions of components by their titles, of `all`. */
type Regions = { failing: string[]; all: number; areOthersOperational: boolean };

/** A fact about components. `since`: when it began for the first of them; null if that is not known. */
export type ComponentFact = {
  kind: ComponentKind;
  tone: Tone;
  names: string[];
  since: Instant | null;
  /** Null unless only a part of the regions fails. */
  regions: Regions | null;
  /** Start of the outage from which components are recovering. */
  failedFrom: Instant | null;
};
/** An open incident whose components have no failure of their own. `isOperational`: monitoring covers them all and shows no failure. */
export type IncidentFact = { kind: 'incident'; tone: 'incident'; incident: PublicIncident; isOperational: boolean };
/** The content of the head of the page. */
export type HeadlineFact = ComponentFact | IncidentFact;

/** Tones of components that are a fact of their own. */
const PROBLEM_TONES = TONES.slice(0, TONES.indexOf('incident'));
const PLACED: readonly ComponentKind[] = ['major_outage', 'partial_outage', 'degraded_performance'];

/**
 * Returns what the head of the page reports, the worst first: that is the headline, and has the overall tone. "Operational" appears only if everything that is
 * monitored is, and "not monitored" only if nothing else can be reported.
 */
export function headlineFacts(summary: SystemSummary): [HeadlineFact, ...HeadlineFact[]] {
  const { components, overall } = summary;
  const facts: HeadlineFact[] = componentFacts(components).filter(({ kind }) =>
    kind === 'operational' || kind === 'not_monitored' ? overall === kind : true,
  );
  const [first, ...rest] = [...facts, ...incidentFacts(summary)].sort((a, b) => urgency(a) - urgency(b));
  return first ? [first, ...rest] : [nothing()];
}

function nothing(): ComponentFact {
  return { kind: 'not_monitored', tone: 'not_monitored', names: [], since: null, regions: null, failedFrom: null };
}

/** Combines components with the same status in the same regions, by position. */
function componentFacts(components: readonly ComponentSummary[]): ComponentFact[] {
  const facts = new Map<string, ComponentFact>();
  for (const component of components.toSorted((a, b) => a.position - b.position)) {
    for (const fact of factsOf(component)) {
      const key = JSON.stringify([fact.kind, fact.tone, fact.regions]);
      const known = facts.get(key);
      facts.set(key, known ? combined(known, fact) : fact);
    }
  }
  return [...facts.values()];
}

function combined(a: ComponentFact, b: ComponentFact): ComponentFact {
  return {
    ...a,
    names: [...a.names, ...b.names],
    since: a.kind === 'recovering' ? last(a.since, b.since) : first(a.since, b.since),
    failedFrom: first(a.failedFrom, b.failedFrom),
  };
}

function first(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

function last(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

/** Returns what the page of a component leads with; null if only an open incident names it. */
export function componentFact(component: ComponentSummary): ComponentFact | null {
  return factsOf(component)[0] ?? null;
}

function factsOf(component: ComponentSummary): ComponentFact[] {
  const { kind, tone, since } = publicStatus(component);
  if (kind === 'incident') return [];
  const fact: ComponentFact = {
    kind,
    tone,
    names: [component.name],
    since,
    regions: regionsOf(component, kind),
    failedFrom: kind === 'recovering' ? component.since : null,
  };
  const isWorsening = tone === component.status && levelOf(component.status) > 0 && component.phase === 'possible';
  return isWorsening ? [fact, { ...fact, kind: 'worsening', since: component.phaseSince, regions: null }] : [fact];
}

function regionsOf({ regions }: ComponentSummary, kind: ComponentKind): Regions | null {
  if (!PLACED.includes(kind)) return null;
  const failing = regions.filter(({ status }) => levelOf(status) > 0).map(({ title }) => title);
  if (failing.length === 0 || failing.length === regions.length) return null;
  const areOthersOperational = regions.every(({ status }) => levelOf(status) > 0 || status === 'operational');
  return { failing, all: regions.length, areOthersOperational };
}

/** Returns open incidents whose components are in no fact of their own, also those of archived components. */
function incidentFacts({ components, openIncidents }: SystemSummary): IncidentFact[] {
  const covered = new Set(
    components.filter((component) => PROBLEM_TONES.includes(toneOf(component))).map(({ publicId }) => publicId),
  );
  const operational = new Set(
    components.filter(({ status }) => status === 'operational').map(({ publicId }) => publicId),
  );
  return openIncidents
    .filter((incident) => !incident.components.some(({ publicId }) => covered.has(publicId)))
    .map((incident) => ({
      kind: 'incident',
      tone: 'incident',
      incident,
      isOperational:
        incident.components.length > 0 && incident.components.every(({ publicId }) => operational.has(publicId)),
    }));
}

/** Within a tone: what is confirmed, then what is recovering, then signs of something worse. */
function urgency({ kind, tone }: HeadlineFact): number {
  return TONES.indexOf(tone) * 3 + (kind === 'recovering' ? 1 : kind === 'worsening' ? 2 : 0);
}
