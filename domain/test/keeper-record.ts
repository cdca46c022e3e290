import { type KeeperStep, nextKeeperStep } from '../keep-incidents.ts';
import type { KeeperFacts } from '../keeper-facts.ts';
import type { KeptIncident, SettingsOf } from '../kept-incident.ts';

const STEPS_MAX = 200;

/** What an incident is once it is investigated again, or as it was. */
const reopened = (isReopening: boolean, now: number) => (isReopening ? { state: 'investigating' as const, movedAt: now } : {});
const without = (ids: readonly number[], gone: number) => ids.filter((id) => id !== gone);

/** A record in memory that takes steps as the server takes them: the plainest thing that can be asked what the keeper made of some facts. */
export function keeperRecord(settings: SettingsOf) {
  const incidents: KeptIncident[] = [];
  const told: KeeperStep[] = [];
  let ids = 0;

  function change(id: number, with_: (incident: KeptIncident) => Partial<KeptIncident>): void {
    const i = incidents.findIndex((one) => one.id === id);
    const old = incidents[i] as KeptIncident; // steps name incidents that are there
    incidents[i] = { ...old, ...with_(old) };
  }

  const changeEpisode = (id: number, episodeId: number, more: object) =>
    change(id, ({ episodes }) => ({ episodes: episodes.map((one) => (one.id === episodeId ? { ...one, ...more } : one)) }));

  function take(step: KeeperStep, now: number): void {
    if (step.do === 'open') {
      const { componentId, from, level } = step.outage;
      const episode = { id: ++ids, componentId, from, to: null, level, isErased: false };
      const state = { origin: 'automatic', state: 'detected', movedAt: now, isClosed: false, startedAt: from } as const;
      const { isPublic, heldUntil } = step;
      incidents.push({ id: ++ids, ...state, isPublic, heldUntil, componentIds: [componentId], wellIds: [], episodes: [episode] });
    } else if (step.do === 'attach') {
      const { componentId, from, level } = step.outage;
      const episode = { id: ++ids, componentId, from, to: step.to, level, isErased: false };
      change(step.incidentId, (old) => ({
        wellIds: step.news === 'quiet' ? old.wellIds : without(old.wellIds, componentId),
        episodes: [...old.episodes, episode],
        componentIds: [...new Set([...old.componentIds, componentId])],
        heldUntil: step.heldUntil,
        startedAt: Math.min(old.startedAt, from),
        ...reopened(step.isReopening, now),
      }));
    } else if (step.do === 'erase') changeEpisode(step.incidentId, step.episodeId, { isErased: true });
    else if (step.do === 'revise') changeEpisode(step.incidentId, step.episodeId, { from: step.from, to: step.to, level: step.level, isErased: false });
    else if (step.do === 'resume') {
      const { componentId, from, level } = step.outage;
      changeEpisode(step.incidentId, step.episodeId, { from, to: null, level, isErased: false });
      const { heldUntil } = step;
      change(step.incidentId, (old) => ({ wellIds: without(old.wellIds, componentId), heldUntil, ...reopened(step.isReopening, now) }));
    } else if (step.do === 'raise') changeEpisode(step.incidentId, step.episodeId, { level: 3 });
    else if (step.do === 'publish') change(step.incidentId, () => ({ isPublic: true }));
    else change(step.incidentId, (old) => ({ state: step.to, movedAt: now, wellIds: old.componentIds }));
  }

  return {
    incidents,
    told,
    /** Takes steps until there is none left; returns how many there were. */
    keep(facts: KeeperFacts): number {
      for (let count = 0; count < STEPS_MAX; count++) {
        const step = nextKeeperStep({ facts, incidents, settings });
        if (!step) return count;
        told.push(step);
        take(step, facts.judgedUpTo);
      }
      throw new Error(`more than ${STEPS_MAX} steps for the same facts`);
    },
    change,
  };
}
