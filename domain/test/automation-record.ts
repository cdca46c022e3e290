import {
  DEFAULT_SETTINGS,
  type IncidentRecord,
  type IncidentSettings,
  type SettingsOf,
} from '#domain/automation/incident-record';
import { type AutomationAction, nextAction, settingsFrom } from '#domain/automation/next-action';
import type { AutomationFacts } from '#domain/automation/outages';

const STEPS_MAX = 200;

/** What an incident is once it has come back, or as it was. */
const reopened = (isReopening: boolean, now: number) =>
  isReopening ? { state: 'detected' as const, movedAt: now } : {};
const without = (ids: readonly number[], gone: number) => ids.filter((id) => id !== gone);

type Episode = IncidentRecord['episodes'][number];

/** Incidents in memory, and what can be changed of them. */
function incidentStore() {
  const incidents: IncidentRecord[] = [];
  let ids = 0;

  function change(id: number, with_: (incident: IncidentRecord) => Partial<IncidentRecord>): void {
    const i = incidents.findIndex((one) => one.id === id);
    const old = incidents[i] as IncidentRecord; // steps name incidents that are there
    incidents[i] = { ...old, ...with_(old) };
  }

  return {
    incidents,
    change,
    nextId: () => ++ids,
    changeEpisode(id: number, episodeId: number, more: Partial<Episode>): void {
      change(id, ({ episodes }) => ({
        episodes: episodes.map((one) => (one.id === episodeId ? { ...one, ...more } : one)),
      }));
    },
  };
}

type Store = ReturnType<typeof incidentStore>;

function open(
  { incidents, nextId }: Store,
  { outage, isPublic, heldUntil }: Extract<AutomationAction, { do: 'open' }>,
  now: number,
): void {
  const { componentId, from, level } = outage;
  const episode = { id: nextId(), componentId, from, to: null, level, isRemoved: false, isPublished: true };
  const state = { origin: 'automatic', state: 'detected', movedAt: now, isClosed: false, startedAt: from } as const;
  incidents.push({
    id: nextId(),
    ...state,
    isPublic,
    heldUntil,
    componentIds: [componentId],
    publishedIds: [componentId],
    wellIds: [],
    episodes: [episode],
  });
}

function attach(
  { change, nextId }: Store,
  { incidentId, outage, to, news, notifies, ...step }: Extract<AutomationAction, { do: 'attach' }>,
  now: number,
): void {
  const { componentId, from, level } = outage;
  const isQuiet = news === 'quiet';
  const episode = { id: nextId(), componentId, from, to, level, isRemoved: false, isPublished: notifies || isQuiet };
  change(incidentId, (old) => ({
    ...(isQuiet ? {} : { wellIds: without(old.wellIds, componentId) }),
    episodes: [...old.episodes, episode],
    componentIds: [...new Set([...old.componentIds, componentId])],
    publishedIds: [...new Set([...old.publishedIds, componentId])],
    heldUntil: step.heldUntil,
    startedAt: Math.min(old.startedAt, from),
    ...reopened(step.isReopening, now),
  }));
}

function resume(
  { change, changeEpisode }: Store,
  { incidentId, episodeId, outage, notifies, ...step }: Extract<AutomationAction, { do: 'resume' }>,
  now: number,
): void {
  const { componentId, from, level } = outage;
  changeEpisode(incidentId, episodeId, { from, to: null, level, isRemoved: false, isPublished: notifies });
  const { heldUntil } = step;
  change(incidentId, (old) => ({
    wellIds: without(old.wellIds, componentId),
    heldUntil,
    ...reopened(step.isReopening, now),
  }));
}

function take(store: Store, step: AutomationAction, now: number): void {
  const { change, changeEpisode } = store;
  if (step.do === 'open') open(store, step, now);
  else if (step.do === 'attach') attach(store, step, now);
  else if (step.do === 'resume') resume(store, step, now);
  else if (step.do === 'erase') changeEpisode(step.incidentId, step.episodeId, { isRemoved: true });
  else if (step.do === 'revise')
    changeEpisode(step.incidentId, step.episodeId, {
      from: step.from,
      to: step.to,
      level: step.level,
      isRemoved: false,
    });
  else if (step.do === 'raise') {
    changeEpisode(step.incidentId, step.episodeId, { level: 3, isPublished: step.notifies });
  } else if (step.do === 'sustain') {
    changeEpisode(step.incidentId, step.episodeId, { isPublished: true });
    change(step.incidentId, (old) => ({ wellIds: without(old.wellIds, step.componentId) }));
  } else if (step.do === 'publish')
    change(step.incidentId, (old) => ({
      isPublic: true,
      episodes: old.episodes.map((one) => (one.to === null ? { ...one, isPublished: true } : one)),
    }));
  else change(step.incidentId, (old) => ({ state: step.to, movedAt: now, wellIds: old.componentIds }));
}

/** A record in memory that takes steps as the server takes them: the plainest thing that can be asked what incident automation made of some facts. */
export function automationRecord(settings: SettingsOf) {
  const store = incidentStore();
  const told: AutomationAction[] = [];
  return {
    incidents: store.incidents,
    told,
    /** Takes steps until there is none left; returns how many there were. */
    keep(facts: AutomationFacts): number {
      for (let count = 0; count < STEPS_MAX; count++) {
        const step = nextAction({ facts, incidents: store.incidents, settings });
        if (!step) return count;
        told.push(step);
        take(store, step, facts.evaluatedUntil);
      }
      throw new Error(`more than ${STEPS_MAX} steps for the same facts`);
    },
    change: store.change,
  };
}

/** The same for two components that have these settings, else the defaults. */
export function recordOf(change: Partial<IncidentSettings> = {}) {
  return automationRecord(settingsFrom(new Map([1, 2].map((id) => [id, { ...DEFAULT_SETTINGS, ...change }]))));
}

/** What was done, step by step. */
export const did = (kept: ReturnType<typeof automationRecord>) => kept.told.map((step) => step.do);
