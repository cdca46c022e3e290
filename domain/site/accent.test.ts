import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accentChecks, accentFault, accentTokens } from './accent.ts';
import { contrast, toHex, toOklch } from './oklch.ts';

const hex = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
const passing = hex.map((colour) => accentFault(colour)?.nearest ?? colour);
/** Between two steps of the search. */
const FINE_STEP = 0.0005;
const COARSE_STEP = 0.004;
const passes = (colour: string) => accentChecks(colour).every(({ ratio, needed }) => ratio >= needed);

describe('the tokens of any accent that passes', () => {
  test.each([
    ['light', 4.5, ['#ffffff', '#f0f2f5'], '#f5f6f8'],
    ['dark', 7, ['#14181e', '#1b2027', '#101419'], '#0d1014'],
  ] as const)('reach every ratio in the %s scheme, and %s as text', (scheme, least, cards, page) => {
    fc.assert(
      fc.property(passing, (accent) => {
        const { text, solid, hover, tint } = accentTokens(accent)[scheme];
        for (const background of [...cards, page, tint])
          expect(contrast(text, background)).toBeGreaterThanOrEqual(least);
        for (const fill of [solid, hover]) expect(contrast('#ffffff', fill)).toBeGreaterThanOrEqual(4.5);
        for (const card of cards) expect(contrast(solid, card)).toBeGreaterThanOrEqual(3);
        expect(hover).not.toBe(solid);
      }),
    );
  });

  test('are the accent itself in the light scheme', () => {
    fc.assert(
      fc.property(passing, (accent) => {
        expect(accentTokens(accent).light).toMatchObject({ text: accent, solid: accent });
      }),
      { numRuns: 25 },
    );
  });
});

describe('an accent that fails', () => {
  test('comes with a colour that passes', () => {
    fc.assert(
      fc.property(hex, (colour) => {
        const fault = accentFault(colour);
        fc.pre(fault !== null);
        expect(accentFault(fault?.nearest ?? '')).toBeNull();
      }),
    );
  });

  test('comes with the nearest one: no lightness in between passes', () => {
    fc.assert(
      fc.property(hex, (colour) => {
        const fault = accentFault(colour);
        fc.pre(fault !== null);
        const own = toOklch(colour);
        const distance = Math.abs(toOklch(fault?.nearest ?? '').lightness - own.lightness);
        for (let step = FINE_STEP; step < distance - 2 * COARSE_STEP; step += COARSE_STEP)
          for (const lightness of [own.lightness - step, own.lightness + step])
            expect(passes(toHex({ ...own, lightness: Math.min(1, Math.max(0, lightness)) }))).toBe(false);
      }),
      { numRuns: 25 },
    );
  });

  test('names each contrast with what is needed', () => {
    const fault = accentFault('#19A7B8');
    expect(fault?.nearest).toBe('#007a88');
    expect(fault?.failed.map(({ rule, needed }) => [rule, needed])).toEqual([
      ['linksOnCards', 4.5],
      ['linksOnPage', 4.5],
      ['textOnSelectedItems', 4.5],
      ['focusRingOnPage', 3],
      ['whiteOnButtons', 4.5],
      ['whiteOnButtonsUnderPointer', 4.5],
      ['buttonsOnCards', 3],
    ]);
  });
});

test('the default accent and the sample accent pass', () => {
  expect([accentFault('#2746c7'), accentFault('#127A86')]).toEqual([null, null]);
  expect(accentChecks('#127a86').find(({ rule }) => rule === 'linksOnPage')?.ratio).toBeCloseTo(4.7, 1);
});

test('a colour survives the conversion to OKLCH and back', () => {
  fc.assert(
    fc.property(hex, (colour) => {
      expect(toHex(toOklch(colour))).toBe(colour);
    }),
  );
});

test('contrast is that of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
});
