import type { AutomationAction } from '#domain/automation/automation-action';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import type { Target } from './action-target.ts';
import { attach, open } from './attach-outage.ts';
import type { LoadedFacts } from './load-facts.ts';
import { publish, recover } from './publish-and-recover.ts';
import { reopenEpisode } from './reopen-incident.ts';
import { raise, remove, revise, sustain } from './revise-episode.ts';

/** Applies one action of incident automation, audited. */
export async function applyAction(
  tx: IncidentTransaction,
  ctx: Target['ctx'],
  loaded: LoadedFacts,
  action: AutomationAction,
): Promise<void> {
  const target = { tx, ctx, loaded };
  if (action.do === 'open') await open(target, action);
  else if (action.do === 'attach') await attach(target, action);
  else if (action.do === 'reopen') await reopenEpisode(target, action);
  else if (action.do === 'raise') await raise(target, action);
  else if (action.do === 'revise') await revise(target, action);
  else if (action.do === 'remove') await remove(target, action);
  else if (action.do === 'sustain') await sustain(target, action);
  else if (action.do === 'publish') await publish(target, action);
  else await recover(target, action);
}
