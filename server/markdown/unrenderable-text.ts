/** Thrown for a text that exceeds a limit of text-limits.ts. The message names the limit and continues after the field's name. */
export class UnrenderableText extends Error {}
