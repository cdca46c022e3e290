import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const CSS = readFileSync(path.resolve(import.meta.dirname, '../app/tokens.css'), 'utf8');

/** Returns the colours of the first block that follows `start`. */
function coloursAfter(start: string): Map<string, string> {
  const block = CSS.slice(CSS.indexOf(start)).split('\n}', 1)[0] ?? '';
  return new Map(
    [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

const LIGHT = coloursAfter(':root');
const DARK = new Map([...LIGHT, ...coloursAfter('@media screen and (prefers-color-scheme: dark)')]);

/** Returns the relative luminance of a colour (WCAG 2.2). */
function luminanceOf(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Returns the contrast ratio of two tokens (WCAG 2.2), rounded to one decimal. */
function contrast(palette: Map<string, string>, a: string, b: string): number {
  const [low = 0, high = 0] = [a, b].map((name) => luminanceOf(palette.get(name) ?? '')).sort((x, y) => x - y);
  return Math.round(((high + 0.05) / (low + 0.05)) * 10) / 10;
}

const TONES = ['ok', 'deg', 'par', 'maj', 'unk', 'mnt'];
const BARS = TONES.filter((tone) => tone !== 'mnt');
const TINTS = [...TONES.map((tone) => `${tone}-tint`), 'accent-tint'];

/** Minimum contrast of each pair in both palettes: 4.5 for text, 3 for icons, bars and borders of controls (WCAG 2.2, 1.4.3 and 1.4.11). */
const PAIRS: [front: string, back: string, min: number][] = [
  ['edge', 'surface', 3],
  ['ink', 'surface', 16],
  ['body', 'surface', 12],
  ['quiet', 'surface', 6.4],
  ['quiet', 'bg', 5.9],
  ['quiet', 'sunken', 5.6],
  ['accent', 'surface', 7.4],
  ['accent', 'bg', 4.5],
  ['accent', 'accent-tint', 6.5],
  ['on-accent', 'accent-solid', 4.7],
  ['on-accent', 'accent-hover', 5.5],
  ['on-hero', 'hero-maj', 7.7],
  ['on-hero', 'hero-par', 6.2],
  ['on-hero', 'toast', 12],
  ...TINTS.flatMap((tint): [string, string, number][] => [
    ['quiet', tint, 5.5],
    ['body', tint, 9],
    ['ink', tint, 12],
  ]),
  ...TONES.flatMap((tone): [string, string, number][] => [
    [`${tone}-ink`, `${tone}-tint`, 6],
    [`${tone}-ink`, 'surface', 4.5],
    [`${tone}-ink`, 'bg', 4.5],
    [`${tone}-solid`, 'surface', 4.8],
    [`${tone}-solid`, `${tone}-tint`, 4.3],
    ['glyph', `${tone}-solid`, 4.8],
  ]),
  ...BARS.map((tone): [string, string, number] => [`${tone}-bar`, 'surface', 3.3]),
];

describe.each([
  ['light', LIGHT],
  ['dark', DARK],
] as const)('the %s palette', (_, palette) => {
  test.each(PAIRS)('%s on %s has a contrast of at least %s', (front, back, min) => {
    expect(contrast(palette, front, back)).toBeGreaterThanOrEqual(min);
  });
});

test('the contrast of black and white is 21', () => {
  expect(contrast(new Map(Object.entries({ a: '#000000', b: '#ffffff' })), 'a', 'b')).toBe(21);
});

test('both palettes define every status colour', () => {
  expect([...coloursAfter('@media screen and (prefers-color-scheme: dark)').keys()]).toEqual(
    [...LIGHT.keys()].filter((name) => !['on-accent', 'on-hero', 'toast', 'toast-line'].includes(name)),
  );
});
