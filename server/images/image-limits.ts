/** Limits of an image of the brand. */
export const IMAGE_LIMITS = { bytes: 200_000, sideMin: 128, sideMax: 4_096, ms: 15_000 } as const;
/** Sides in pixels: of its copy as PNG, of the icon for home screens, and of the picture in that icon. */
export const IMAGE_SIDES = { picture: 256, touchIcon: 180, touchIconContent: 140 } as const;
