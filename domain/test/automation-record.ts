import type { AutomationAction } from '#domain/automation/automation-action';
import {
  DEFAULT_SETTINGS,
  type IncidentRecord,
  type IncidentSettings,
  type SettingsOf,
  settingsFrom,
} from '#domain/automation/incident-record';
import { nextAction } from '#domain/automation/next-incident-action';
import type { AutomationFacts } from '#domain/automation/outages';

const ACTIONS_MAX = 200;

/** Returns what reopening changes in an incident. */
const reopened = (isReopening: boolean, now: number) =>
  isReopening ? { state: 'detected' as const, movedAt: now } : {};
const without = (ids: readonly number[], gone: number) => ids.filter((id) => id !== gone);

type Episode = IncidentRecord['episodes'][number];

/** Stores incidents in memory. */
function incidentStore() {
  const incidents: IncidentRecord[] = [];
  let ids = 0;

  function change(id: number, with_: (incident: IncidentRecord) => Partial<IncidentRecord>): void {
    const i = incidents.findIndex((one) => one.id === id);
    const old = incidents[i] as IncidentRecord; // actions name existing incidents
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
    operationalIds: [],
    episodes: [episode],
  });
}

function attach(
  { change, nextId }: Store,
  { incidentId, outage, to, report, notifies, ...step }: Extract<AutomationAction, { do: 'attach' }>,
  now: number,
): void {
  const { componentId, from, level } = outage;
  const isUnreported = report === 'none';
  const episode = {
    id: nextId(),
    componentId,
    from,
    to,
    level,
    isRemoved: false,
    isPublished: notifies || isUnreported,
  };
  change(incidentId, (old) => ({
    ...(isUnreported ? {} : { operationalIds: without(old.operationalIds, componentId) }),
    episodes: [...old.episodes, episode],
    componentIds: [...new Set([...old.componentIds, componentId])],
    publishedIds: [...new Set([...old.publishedIds, componentId])],
    heldUntil: step.heldUntil,
    startedAt: Math.min(old.startedAt, from),
    ...reopened(step.isReopening, now),
  }));
}

function reopen(
  { change, changeEpisode }: Store,
  { incidentId, episodeId, outage, notifies, ...step }: Extract<AutomationAction, { do: 'reopen' }>,
  now: number,
): void {
  const { componentId, from, level } = outage;
  changeEpisode(incidentId, episodeId, { from, to: null, level, isRemoved: false, isPublished: notifies });
  const { heldUntil } = step;
  change(incidentId, (old) => ({
    operationalIds: without(old.operationalIds, componentId),
    heldUntil,
    ...reopened(step.isReopening, now),
  }));
}

function apply(store: Store, action: AutomationAction, now: number): void {
  const { change, changeEpisode } = store;
  if (action.do === 'open') open(store, action, now);
  else if (action.do === 'attach') attach(store, action, now);
  else if (action.do === 'reopen') reopen(store, action, now);
  else if (action.do === 'remove') changeEpisode(action.incidentId, action.episodeId, { isRemoved: true });
  else if (action.do === 'revise')
    changeEpisode(action.incidentId, action.episodeId, {
      from: action.from,
      to: action.to,
      level: action.level,
      isRemoved: false,
    });
  else if (action.do === 'raise') {
    changeEpisode(action.incidentId, action.episodeId, { level: 3, isPublished: action.notifies });
  } else if (action.do === 'sustain') {
    changeEpisode(action.incidentId, action.episodeId, { isPublished: true });
    change(action.incidentId, (old) => ({ operationalIds: without(old.operationalIds, action.componentId) }));
  } else if (action.do === 'publish')
    change(action.incidentId, (old) => ({
      isPublic: true,
      episodes: old.episodes.map((one) => (one.to === null ? { ...one, isPublished: true } : one)),
    }));
  else change(action.incidentId, (old) => ({ state: action.to, movedAt: now, operationalIds: old.componentIds }));
}

/** Applies the actions of incident automation to incidents in memory, as the server applies them to the database. */
export function automationRecord(settings: SettingsOf) {
  const store = incidentStore();
  const actions: AutomationAction[] = [];
  return {
    incidents: store.incidents,
    actions,
    /** Applies actions until none is left. Returns their number. */
    reconcile(facts: AutomationFacts): number {
      for (let count = 0; count < ACTIONS_MAX; count++) {
        const action = nextAction({ facts, incidents: store.incidents, settings });
        if (!action) return count;
        actions.push(action);
        apply(store, action, facts.evaluatedUntil);
      }
      throw new Error(`more than ${ACTIONS_MAX} actions for the same facts`);
    },
    change: store.change,
  };
}

/** Returns the same for two components with these settings, else the defaults. */
export function recordOf(change: Partial<IncidentSettings> = {}) {
  return automationRecord(settingsFrom(new Map([1, 2].map((id) => [id, { ...DEFAULT_SETTINGS, ...change }]))));
}

/** Returns what was done, in order. */
export const did = (record: ReturnType<typeof automationRecord>) => record.actions.map((action) => action.do);
