import { describe, expect, test } from 'vitest';
import {
  INCIDENT_STATES,
  type IncidentState,
  impactOfLevel,
  isOpenState,
  type Move,
  moveBetween,
  statesAfter,
} from './incident.ts';

const S: Move = 'same';
const F: Move = 'forward';
const B: Move = 'backward';
const NO = null;
/** Every transition there is: rows from, columns to. */
const TABLE: Record<IncidentState, (Move | null)[]> = {
  detected: [S, F, F, F, F, NO],
  investigating: [B, S, F, F, F, NO],
  identified: [B, B, S, F, F, NO],
  monitoring: [B, B, B, S, F, NO],
  resolved: [B, B, B, B, S, F],
  postmortem: [B, B, B, B, B, S],
};

describe('the states of an incident', () => {
  const pairs = INCIDENT_STATES.flatMap((from) =>
    INCIDENT_STATES.map((to, i) => [from, to, TABLE[from][i] ?? null] as const),
  );
  test.each(pairs)('from %s to %s: %s', (from, to, move) => expect(moveBetween(from, to)).toBe(move));

  test('all 36 pairs are tried', () => expect(pairs).toHaveLength(36));

  test('the possible next states follow from the allowed moves', () => {
    for (const from of INCIDENT_STATES)
      expect(statesAfter(from)).toEqual(INCIDENT_STATES.filter((to) => moveBetween(from, to) !== null));
    expect(statesAfter('monitoring')).not.toContain('postmortem');
    expect(statesAfter('resolved')).toContain('postmortem');
  });

  test('an incident is open until it is resolved', () => {
    expect(INCIDENT_STATES.filter(isOpenState)).toEqual(['detected', 'investigating', 'identified', 'monitoring']);
  });

  test('its impact follows from the worst level', () => {
    expect(([0, 1, 2, 3] as const).map(impactOfLevel)).toEqual(['none', 'minor', 'major', 'critical']);
  });
});
