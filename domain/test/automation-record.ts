import {
  DEFAULT_SETTINGS,
  type IncidentSettings,
  type KeptIncident,
  type SettingsOf,
} from '#domain/automation/incident-record';
import { type KeeperStep, nextKeeperStep, settingsFrom } from '#domain/automation/next-action';
import type { KeeperFacts } from '#domain/automation/outages';

const STEPS_MAX = 200;

/** What an incident is once it has come back, or as it was. */
const reopened = (isReopening: boolean, now: number) =>
  isReopening ? { state: 'detected' as const, movedAt: now } : {};
const without = (ids: readonly number[], gone: number) => ids.filter((id) => id !== gone);

type Episode = KeptIncident['episodes'][number];

/** Incidents in memory, and what can be changed of them. */
function incidentStore() {
  const incidents: KeptIncident[] = [];
  let ids = 0;

  function change(id: number, with_: (incident: KeptIncident) => Partial<KeptIncident>): void {
    const i = incidents.findIndex((one) => one.id === id);
    const old = incidents[i] as KeptIncident; // steps name incidents that are there
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
  { outage, isPublic, heldUntil }: Extract<KeeperStep, { do: 'open' }>,
  now: number,
): void {
  const { componentId, from, level } = outage;
  const episode = { id: nextId(), componentId, from, to: null, level, isErased: false, isTold: true };
  const state = { origin: 'automatic', state: 'detected', movedAt: now, isClosed: false, startedAt: from } as const;
  incidents.push({
    id: nextId(),
    ...state,
    isPublic,
    heldUntil,
    componentIds: [componentId],
    toldIds: [componentId],
    wellIds: [],
    episodes: [episode],
  });
}

function attach(
  { change, nextId }: Store,
  { incidentId, outage, to, news, notifies, ...step }: Extract<KeeperStep, { do: 'attach' }>,
  now: number,
): void {
  const { componentId, from, level } = outage;
  const isQuiet = news === 'quiet';
  const episode = { id: nextId(), componentId, from, to, level, isErased: false, isTold: notifies || isQuiet };
  change(incidentId, (old) => ({
    ...(isQuiet ? {} : { wellIds: without(old.wellIds, componentId) }),
    episodes: [...old.episodes, episode],
    componentIds: [...new Set([...old.componentIds, componentId])],
    toldIds: [...new Set([...old.toldIds, componentId])],
    heldUntil: step.heldUntil,
    startedAt: Math.min(old.startedAt, from),
    ...reopened(step.isReopening, now),
  }));
}

function resume(
  { change, changeEpisode }: Store,
  { incidentId, episodeId, outage, notifies, ...step }: Extract<KeeperStep, { do: 'resume' }>,
  now: number,
): void {
  const { componentId, from, level } = outage;
  changeEpisode(incidentId, episodeId, { from, to: null, level, isErased: false, isTold: notifies });
  const { heldUntil } = step;
  change(incidentId, (old) => ({
    wellIds: without(old.wellIds, componentId),
    heldUntil,
    ...reopened(step.isReopening, now),
  }));
}

function take(store: Store, step: KeeperStep, now: number): void {
  const { change, changeEpisode } = store;
  if (step.do === 'open') open(store, step, now);
  else if (step.do === 'attach') attach(store, step, now);
  else if (step.do === 'resume') resume(store, step, now);
  else if (step.do === 'erase') changeEpisode(step.incidentId, step.episodeId, { isErased: true });
  else if (step.do === 'revise')
    changeEpisode(step.incidentId, step.episodeId, {
      from: step.from,
      to: step.to,
      level: step.level,
      isErased: false,
    });
  else if (step.do === 'raise') {
    changeEpisode(step.incidentId, step.episodeId, { level: 3, isTold: step.notifies });
  } else if (step.do === 'sustain') {
    changeEpisode(step.incidentId, step.episodeId, { isTold: true });
    change(step.incidentId, (old) => ({ wellIds: without(old.wellIds, step.componentId) }));
  } else if (step.do === 'publish')
    change(step.incidentId, (old) => ({
      isPublic: true,
      episodes: old.episodes.map((one) => (one.to === null ? { ...one, isTold: true } : one)),
    }));
  else change(step.incidentId, (old) => ({ state: step.to, movedAt: now, wellIds: old.componentIds }));
}

/** A record in memory that takes steps as the server takes them: the plainest thing that can be asked what the keeper made of some facts. */
export function keeperRecord(settings: SettingsOf) {
  const store = incidentStore();
  const told: KeeperStep[] = [];
  return {
    incidents: store.incidents,
    told,
    /** Takes steps until there is none left; returns how many there were. */
    keep(facts: KeeperFacts): number {
      for (let count = 0; count < STEPS_MAX; count++) {
        const step = nextKeeperStep({ facts, incidents: store.incidents, settings });
        if (!step) return count;
        told.push(step);
        take(store, step, facts.judgedUpTo);
      }
      throw new Error(`more than ${STEPS_MAX} steps for the same facts`);
    },
    change: store.change,
  };
}

/** The same for two components that have these settings, else the defaults. */
export function recordOf(change: Partial<IncidentSettings> = {}) {
  return keeperRecord(settingsFrom(new Map([1, 2].map((id) => [id, { ...DEFAULT_SETTINGS, ...change }]))));
}

/** What was done, step by step. */
export const did = (kept: ReturnType<typeof keeperRecord>) => kept.told.map((step) => step.do);
