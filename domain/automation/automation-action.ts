import type { Instant } from '#domain/time/interval';
import type { RecoveryKind } from './monitoring-report.ts';
import type { Outage } from './outages.ts';

/**
 * The next action of incident automation. `reopen`: late data shows that an episode did not end. `attach` adds an outage and reports that a component fails
 * again (`recurred`), is `flapping`, or is affected as well (`joined`). It reports nothing (`none`) if staff already cover the component, or if the outage is
 * over. `sustain`: an outage of a flapping component lasts. `recover` with `stable`: a flapping component had no outage for an hour. An action that does not
 * notify still updates the page.
 */
export type AutomationAction =
  | { do: 'remove'; incidentId: number; episodeId: number; isAbsorbed: boolean }
  | {
      do: 'revise';
      incidentId: number;
      episodeId: number;
      from: Instant;
      to: Instant | null;
      level: 2 | 3;
      isRemoved: false;
    }
  | { do: 'raise'; incidentId: number; episodeId: number; componentId: number; notifies: boolean }
  | {
      do: 'reopen';
      incidentId: number;
      episodeId: number;
      outage: Outage;
      heldUntil: Instant | null;
      isReopening: boolean;
      notifies: boolean;
    }
  | ({
      do: 'attach';
      incidentId: number;
      outage: Outage;
      to: Instant | null;
      heldUntil: Instant | null;
      isReopening: boolean;
    } & Report)
  | { do: 'open'; outage: Outage; isPublic: boolean; heldUntil: Instant | null }
  | { do: 'sustain'; incidentId: number; episodeId: number; componentId: number; level: 2 | 3; from: Instant }
  | { do: 'publish'; incidentId: number }
  | {
      do: 'recover';
      incidentId: number;
      to: 'monitoring' | 'resolved';
      report: RecoveryKind;
      componentIds: number[];
      cleanSince: Instant;
      notifies: boolean;
    };

/** The report that goes with the addition of an outage. */
export type Report = { report: 'recurred' | 'flapping' | 'joined' | 'none'; notifies: boolean };
