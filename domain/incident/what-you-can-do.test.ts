import { describe, expect, test } from 'vitest';
import { changedWhatYouCanDo, currentWhatYouCanDo, whatYouCanDoAfter } from './what-you-can-do.ts';

const PUBLIC = ['public', 'internal'] as const;

describe('what readers can do after an update', () => {
  test('stays where the update leaves it out', () => {
    expect(whatYouCanDoAfter('Wait.', { state: 'monitoring', audience: PUBLIC })).toBe('Wait.');
    expect(whatYouCanDoAfter(null, { state: 'monitoring', audience: PUBLIC })).toBeNull();
  });

  test('is that of the update if it has one, also where it ends the incident', () => {
    const given = { audience: PUBLIC, whatYouCanDo: 'Retry.' };
    expect(whatYouCanDoAfter('Wait.', { ...given, state: 'identified' })).toBe('Retry.');
    expect(whatYouCanDoAfter('Wait.', { ...given, state: 'resolved' })).toBe('Retry.');
  });

  test.each([null, ''])('is nothing where the update clears it by %j', (whatYouCanDo) => {
    expect(whatYouCanDoAfter('Wait.', { state: 'identified', audience: PUBLIC, whatYouCanDo })).toBeNull();
  });

  test.each(['resolved', 'postmortem'] as const)(
    'is nothing in the state %s where the update leaves it out',
    (state) => {
      expect(whatYouCanDoAfter('Wait.', { state, audience: PUBLIC })).toBeNull();
    },
  );

  test('is not part of an internal update', () => {
    expect(whatYouCanDoAfter('Wait.', { state: 'identified', audience: ['internal'] })).toBeNull();
  });
});

describe('among the updates of an incident', () => {
  const update = (publishedAt: number, whatYouCanDo: string | null, retractedAt: number | null = null) => ({
    publishedAt,
    retractedAt,
    whatYouCanDo,
  });
  const shown = (updates: ReturnType<typeof update>[]) => updates.map((one) => changedWhatYouCanDo(updates, one));

  test('the current one is that of the update that was published last, whenever its event happened', () => {
    expect(currentWhatYouCanDo([update(1, 'Wait.'), update(2, 'Retry.')])).toBe('Retry.');
    expect(currentWhatYouCanDo([])).toBeNull();
  });

  test('a retracted update has none, so that the one before it is current again', () => {
    expect(currentWhatYouCanDo([update(2, null, 3), update(1, 'Wait.')])).toBe('Wait.');
  });

  test('of updates published at the same time, the newer one is current', () => {
    expect(currentWhatYouCanDo([update(1, 'Retry.'), update(1, 'Wait.')])).toBe('Retry.');
  });

  test('an update shows it only if it changed', () => {
    expect(shown([update(4, null), update(3, 'Retry.'), update(2, 'Wait.'), update(1, 'Wait.')])).toEqual([
      null,
      'Retry.',
      null,
      'Wait.',
    ]);
  });
});
