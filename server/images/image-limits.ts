/** Limits of an image of the brand. */
export const IMAGE_LIMITS = { bytes: 200_000, sideMin: 128, sideMax: 4_096, ms: 15_000 } as const;
/** Sides in pixels: of its copy as PNG, of the icon for home screens, and of the picture in that icon. */
export const IMAGE_SIDES = { picture: 256, touchIcon: 180, touchIconContent: 140 } as const;
/**
 * Limits of an image in a text. A larger one than `sideMax` is made smaller. `drawingWidth`: the width of a drawing (SVG), in pixels.
 * `cpuSeconds`: processor time to decode it; `ms`: how long that may take on a busy machine.
 */
export const TEXT_IMAGE_LIMITS = {
  bytes: 5_000_000,
  pixels: 20_000_000,
  sideMax: 2_400,
  drawingWidth: 1_600,
  cpuSeconds: 5,
  ms: 60_000,
} as const;
