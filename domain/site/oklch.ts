/** A colour by lightness (0 to 1), chroma (0 is grey) and hue (radians). Equal steps of lightness look equal for every hue. */
export type Oklch = { lightness: number; chroma: number; hue: number };

const HEX = /^#[0-9a-f]{6}$/i;
/** Halvings of the chroma that fits into sRGB; the last one is far below the step of 8-bit colours. */
const CHROMA_STEPS = 24;
/** Tolerance of the 8-bit range, for the rounding error of doubles. */
const GAMUT_TOLERANCE = 1e-6;

/** Returns whether a text is a colour like #2746c7. */
export function isHexColour(text: string): boolean {
  return HEX.test(text);
}

function linearOf(channel: number): number {
  return channel <= 0.040_45 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

function encodedOf(linear: number): number {
  return linear <= 0.003_130_8 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055;
}

type Channels = [red: number, green: number, blue: number];

function linearChannels(hex: string): Channels {
  const channel = (from: number) => linearOf(Number.parseInt(hex.slice(from, from + 2), 16) / 255);
  return [channel(1), channel(3), channel(5)];
}

/** Returns the contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio). */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]; // two values
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red, green, blue] = linearChannels(hex);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Converts a colour like #2746c7. The matrices are those of Björn Ottosson, "A perceptual color space for image processing". */
export function toOklch(hex: string): Oklch {
  const [red, green, blue] = linearChannels(hex);
  const long = Math.cbrt(0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue);
  const medium = Math.cbrt(0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue);
  const short = Math.cbrt(0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue);
  const a = 1.977_998_495_1 * long - 2.428_592_205 * medium + 0.450_593_709_9 * short;
  const b = 0.025_904_037_1 * long + 0.782_771_766_2 * medium - 0.808_675_766 * short;
  return {
    lightness: 0.210_454_255_3 * long + 0.793_617_785 * medium - 0.004_072_046_8 * short,
    chroma: Math.hypot(a, b),
    hue: Math.atan2(b, a),
  };
}

function linearOfOklch({ lightness, chroma, hue }: Oklch): Channels {
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  const long = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b) ** 3;
  const medium = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b) ** 3;
  const short = (lightness - 0.089_484_177_5 * a - 1.291_485_548 * b) ** 3;
  return [
    4.076_741_662_1 * long - 3.307_711_591_3 * medium + 0.230_969_929_2 * short,
    -1.268_438_004_6 * long + 2.609_757_401_1 * medium - 0.341_319_396_5 * short,
    -0.004_196_086_3 * long - 0.703_418_614_7 * medium + 1.707_614_701 * short,
  ];
}

function isInGamut(colour: Oklch): boolean {
  return linearOfOklch(colour).every((value) => value >= -GAMUT_TOLERANCE && value <= 1 + GAMUT_TOLERANCE);
}

/** Converts to a colour like #2746c7. A colour outside sRGB keeps its lightness and hue, and gets the largest chroma that fits. */
export function toHex(colour: Oklch): string {
  const [red, green, blue] = linearOfOklch({ ...colour, chroma: fittingChroma(colour) });
  const channel = (linear: number) =>
    Math.round(Math.min(1, Math.max(0, encodedOf(linear))) * 255)
      .toString(16)
      .padStart(2, '0');
  return `#${channel(red)}${channel(green)}${channel(blue)}`;
}

function fittingChroma(colour: Oklch): number {
  if (isInGamut(colour)) return colour.chroma;
  let [fits, exceeds] = [0, colour.chroma];
  for (let step = 0; step < CHROMA_STEPS; step++) {
    const middle = (fits + exceeds) / 2;
    if (isInGamut({ ...colour, chroma: middle })) fits = middle;
    else exceeds = middle;
  }
  return fits;
}
