import { describe, expect, test } from 'vitest';
import { STATED, STATUSES, type Status } from './status.ts';
import { overallTone, TONES, type Tone, toneOf } from './tone.ts';

const seen = (tone: Tone) =>
  tone === 'possible'
    ? { status: 'operational' as const, phase: 'possible' as const, stated: null }
    : tone === 'incident'
      ? { status: 'operational' as const, phase: 'steady' as const, stated: 'operational' as const }
      : { status: tone, phase: 'steady' as const, stated: null };

describe('the overall tone', () => {
  const pairs = TONES.flatMap((a, i) => TONES.map((b, j) => [a, b, TONES[Math.min(i, j)] as Tone] as const));
  test.each(pairs)('of %s and %s is %s', (a, b, worst) => expect(overallTone([seen(a), seen(b)], false)).toBe(worst));

  test.each(TONES)('with an open incident and %s is never operational', (tone) => {
    const all = overallTone([seen(tone)], true);
    expect(all).toBe(TONES.indexOf(tone) < TONES.indexOf('incident') ? tone : 'incident');
  });

  test('is operational only if all components are, and not monitored without components', () => {
    expect(overallTone([seen('operational')], false)).toBe('operational');
    expect([
      overallTone([seen('not_monitored'), seen('operational')], false),
      overallTone([seen('not_monitored')], false),
    ]).toEqual(['operational', 'not_monitored']);
    expect([overallTone([], false), overallTone([], true)]).toEqual(['not_monitored', 'incident']);
  });
});

describe('the tone of a component', () => {
  const pairs = STATUSES.flatMap((status) =>
    STATED.map((stated): [Status, (typeof STATED)[number]] => [status, stated]),
  );
  test.each(pairs)('that is %s and stated as %s is the worse of the two, and never operational', (status, stated) => {
    const tone = toneOf({ status, phase: 'steady', stated });
    expect(tone).not.toBe('operational');
    if (status === 'operational' && stated === 'operational') expect(tone).toBe('incident');
    else expect([status, stated]).toContain(tone);
  });
});
