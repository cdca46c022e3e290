import { assignment } from './attach-outage.ts';
import type { AutomationAction } from './automation-action.ts';
import { publication } from './hold-incident.ts';
import { type Known, matchOutages } from './match-outages.ts';
import { recovery } from './recover-incident.ts';
import { removal, reopening, revision, sustained } from './revise-episode.ts';

/**
 * Returns the next action that brings incidents in line with the confirmed outages; null if there is none. An applied action is never returned again for
 * the same facts. Automation never withdraws an incident.
 */
export function nextAction(known: Known): AutomationAction | null {
  const { matches, free } = matchOutages(known);
  return (
    first(matches, (match) => removal(match, known.facts)) ??
    first(matches, (match) => reopening(match, known)) ??
    first(matches, (match) => revision(match, known.facts)) ??
    first(matches, (match) => sustained(match, known.facts)) ??
    first(free, (outage) => assignment(outage, known)) ??
    first(known.incidents, (incident) => publication(incident, known.facts)) ??
    first(known.incidents, (incident) => recovery(incident, known))
  );
}

function first<T>(items: readonly T[], step: (item: T) => AutomationAction | null): AutomationAction | null {
  for (const item of items) {
    const found = step(item);
    if (found) return found;
  }
  return null;
}
