import { describe, expect, test } from 'vitest';
import { factsAt, MINUTE, minutes } from '#domain/test/automation-facts';
import { type automationRecord, did, recordOf } from '#domain/test/automation-record';
import type { IncidentSettings } from './incident-record.ts';

describe('a component that goes up and down', () => {
  const outages = [20, 30, 40, 50].map((from) => minutes(from, from + 5));
  const play = (change: Partial<IncidentSettings> = {}) => {
    const kept = recordOf(change);
    for (let t = 20; t < 60; t++) kept.keep(factsAt(t * MINUTE, outages));
    return kept;
  };
  const words = (kept: ReturnType<typeof automationRecord>) =>
    kept.told.flatMap((step): (string | boolean)[][] =>
      step.do === 'attach' ? [[step.news, step.notifies]] : step.do === 'move' ? [[step.to, step.notifies]] : [],
    );

  test('is told so once, at its third episode; what follows is recorded and notifies nobody', () => {
    expect(words(play())).toEqual([
      ['monitoring', true],
      ['back', true],
      ['monitoring', true],
      ['flapping', true],
      ['monitoring', false],
      ['back', false],
      ['monitoring', false],
    ]);
  });

  test('worse than ever before is told all the same', () => {
    const kept = play();
    const worse = [...outages, minutes(60, 65, 1, 3), minutes(70, 75, 1, 3)];
    for (let t = 60; t < 72; t++) kept.keep(factsAt(t * MINUTE, worse));
    expect(words(kept).slice(-3)).toEqual([
      ['back', true],
      ['monitoring', false],
      ['back', false],
    ]);
  });

  test('is over by itself only once it has been calm for an hour, and that is told', () => {
    const kept = play({ resolve: 'automatically' });
    expect(kept.incidents).toMatchObject([{ state: 'monitoring' }]);
    expect(kept.keep(factsAt(115 * MINUTE - 1, outages))).toBe(0);
    expect(kept.keep(factsAt(115 * MINUTE, outages))).toBe(1);
    expect(words(kept).at(-1)).toEqual(['resolved', true]);
  });

  test('and then stays down is told so after ten minutes, once', () => {
    const kept = play();
    const lasting = [...outages, minutes(60, 300)];
    for (let t = 60; t < 300; t++) kept.keep(factsAt(t * MINUTE, lasting));
    expect(kept.told.at(-1)).toEqual({
      do: 'sustain',
      incidentId: expect.any(Number),
      episodeId: expect.any(Number),
      componentId: 1,
      level: 2,
      from: 60 * MINUTE,
    });
    expect(did(kept).filter((one) => one === 'sustain')).toHaveLength(1);
    const rising = play();
    for (let t = 60; t < 68; t++) rising.keep(factsAt(t * MINUTE, [...outages, minutes(60, 66, 1, 3)]));
    for (let t = 70; t < 100; t++)
      rising.keep(factsAt(t * MINUTE, [...outages, minutes(60, 66, 1, 3), minutes(70, 200, 1, t < 73 ? 2 : 3)]));
    expect(rising.told.slice(-2)).toMatchObject([
      { do: 'raise', notifies: false },
      { do: 'sustain', level: 3 },
    ]);
  });

  test('and is calm for an hour is told so, once, where a person is to call it over', () => {
    const kept = play();
    expect(kept.keep(factsAt(115 * MINUTE - 1, outages))).toBe(0);
    expect(kept.keep(factsAt(115 * MINUTE, outages))).toBe(1);
    expect(kept.told.at(-1)).toMatchObject({ do: 'move', to: 'monitoring', news: 'calm', notifies: true });
    expect(kept.keep(factsAt(300 * MINUTE, outages))).toBe(0);
    const internal = play();
    internal.change(internal.incidents[0]?.id ?? 0, () => ({ isPublic: false }));
    expect(internal.keep(factsAt(115 * MINUTE, outages))).toBe(0);
  });

  test('a rise within such an episode is told where it is the first', () => {
    const kept = play();
    const rising = (from: number, level: 2 | 3) => [...outages, minutes(from, from + 5, 1, level)];
    kept.keep(factsAt(61 * MINUTE, rising(60, 2)));
    kept.keep(factsAt(62 * MINUTE, rising(60, 3)));
    expect(kept.told.at(-1)).toMatchObject({ do: 'raise', notifies: true });
    for (const t of [67, 71]) kept.keep(factsAt(t * MINUTE, [...rising(60, 3), minutes(70, 75)]));
    kept.keep(factsAt(72 * MINUTE, [...rising(60, 3), minutes(70, 75, 1, 3)]));
    expect(kept.told.at(-1)).toMatchObject({ do: 'raise', notifies: false });
  });
});
