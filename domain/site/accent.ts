import { contrast, toHex, toOklch } from './oklch.ts';

/** The accent colours of one scheme: text and focus ring, fill of buttons, that fill under the pointer, and the background of selected items. */
export type AccentScheme = { text: string; solid: string; hover: string; tint: string };
/** The accent colours of both schemes, as lower-case hex. */
export type AccentTokens = { light: AccentScheme; dark: AccentScheme };
/** A contrast that a colour must reach. `rule` names the pair of colours. */
export type AccentCheck = { rule: AccentRule; ratio: number; needed: number };
type AccentRule = keyof typeof NEEDED;

/** WCAG 2.2: 4.5 for text, 3 for what identifies a control. */
const NEEDED = {
  linksOnCards: 4.5,
  linksOnPage: 4.5,
  textOnSelectedItems: 4.5,
  whiteOnButtons: 4.5,
  whiteOnButtonsUnderPointer: 4.5,
  focusRingOnPage: 3,
  buttonsOnCards: 3,
} as const;
/** The contrast of text in the dark scheme (WCAG 2.2, 1.4.6). With less, links would be dimmer than the quiet text beside them. */
const DARK_TEXT_RATIO = 7;
/** Backgrounds against which a token is checked. `cards` are all surfaces that can be behind it. */
const BACKGROUNDS = {
  light: { page: '#f5f6f8', cards: ['#ffffff', '#f0f2f5'] },
  dark: { page: '#0d1014', cards: ['#14181e', '#1b2027', '#101419'] },
} as const;
type Scheme = keyof typeof BACKGROUNDS;

const WHITE = '#ffffff';
const TINT = {
  light: { lightness: 0.962, chromaMax: 0.018 },
  dark: { lightness: 0.27, chromaMax: 0.062 },
} as const;
/** Difference in lightness of a button under the pointer. */
const HOVER_STEP = 0.06;
/** A fill darker than this becomes lighter under the pointer, because a darker one would look the same. */
const NEAR_BLACK = { lightness: 0.3, step: 0.18 };
/** A button in the dark scheme becomes darker by less, so that it stays visible. */
const DARK_HOVER_STEP = 0.03;
/** The step of the search for the nearest colour. Smaller ones give the same 8-bit colours. */
const SEARCH_STEP = 0.001;

function atLightness(hex: string, lightness: number): string {
  return toHex({ ...toOklch(hex), lightness });
}

function tintOf(hex: string, scheme: Scheme): string {
  const { lightness, chromaMax } = TINT[scheme];
  const colour = toOklch(hex);
  return toHex({ ...colour, lightness, chroma: Math.min(colour.chroma, chromaMax) });
}

function hoverOf(solid: string, step: number): string {
  const { lightness } = toOklch(solid);
  return atLightness(solid, lightness < NEAR_BLACK.lightness ? lightness + NEAR_BLACK.step : lightness - step);
}

/**
 * Returns the colour nearest in lightness that passes. The colour itself is first. Each background has a colour that passes on it, white or black,
 * so the search ends.
 */
function nearest(hex: string, passes: (candidate: string) => boolean): string {
  const own = hex.toLowerCase();
  if (passes(own)) return own;
  const { lightness } = toOklch(own);
  for (let distance = SEARCH_STEP; distance <= 1; distance += SEARCH_STEP)
    for (const target of [lightness - distance, lightness + distance]) {
      const candidate = atLightness(own, Math.min(1, Math.max(0, target)));
      if (passes(candidate)) return candidate;
    }
  throw new Error(`assertion failed: no lightness of ${hex} passes`);
}

function textChecks(text: string, scheme: Scheme): AccentCheck[] {
  const { page, cards } = BACKGROUNDS[scheme];
  const onCards = Math.min(...cards.map((card) => contrast(text, card)));
  return checks({
    linksOnCards: onCards,
    linksOnPage: contrast(text, page),
    textOnSelectedItems: contrast(text, tintOf(text, scheme)),
    focusRingOnPage: Math.min(onCards, contrast(text, page)),
  });
}

function checks(ratios: Partial<Record<AccentRule, number>>): AccentCheck[] {
  return (Object.entries(ratios) as [AccentRule, number][]).map(([rule, ratio]) => ({
    rule,
    ratio,
    needed: NEEDED[rule],
  }));
}

const isMet = ({ ratio, needed }: AccentCheck) => ratio >= needed;

function solidChecks(solid: string, scheme: Scheme): AccentCheck[] {
  const hover = hoverOf(solid, scheme === 'light' ? HOVER_STEP : DARK_HOVER_STEP);
  return checks({
    whiteOnButtons: contrast(WHITE, solid),
    whiteOnButtonsUnderPointer: contrast(WHITE, hover),
    buttonsOnCards: Math.min(...BACKGROUNDS[scheme].cards.map((card) => contrast(solid, card))),
  });
}

/** Returns all contrasts of a colour in the light scheme, where it is both the text and the fill. */
export function accentChecks(hex: string): AccentCheck[] {
  return [...textChecks(hex, 'light'), ...solidChecks(hex, 'light')];
}

/** Returns the contrasts that a colour does not reach, and the nearest colour that reaches all, or null if it passes. */
export function accentFault(hex: string): { failed: AccentCheck[]; nearest: string } | null {
  const failed = accentChecks(hex).filter((check) => !isMet(check));
  if (failed.length === 0) return null;
  return { failed, nearest: nearest(hex, (candidate) => accentChecks(candidate).every(isMet)) };
}

/**
 * Derives the accent colours of both schemes from one colour that passes (`accentFault`). The light scheme uses the colour itself. The dark scheme uses
 * the nearest one for text and the nearest one for fills, because no colour can be both there.
 */
export function accentTokens(hex: string): AccentTokens {
  const light = hex.toLowerCase();
  const text = nearest(light, (candidate) =>
    textChecks(candidate, 'dark').every(({ ratio }) => ratio >= DARK_TEXT_RATIO),
  );
  const solid = nearest(light, (candidate) => solidChecks(candidate, 'dark').every(isMet));
  return {
    light: { text: light, solid: light, hover: hoverOf(light, HOVER_STEP), tint: tintOf(light, 'light') },
    dark: { text, solid, hover: hoverOf(solid, DARK_HOVER_STEP), tint: tintOf(text, 'dark') },
  };
}
