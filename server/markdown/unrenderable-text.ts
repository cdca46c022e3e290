/** A text that goes beyond a limit of text-limits.ts. The message says which, in words that follow the name of its field. */
export class UnrenderableText extends Error {}
