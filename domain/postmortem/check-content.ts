import { checkParts } from './check-figures.ts';
import { type ContentPart, contentParts, type Place, reasonFor, type SectionFinding } from './content-parts.ts';
import type { PostmortemRecord } from './facts.ts';
import type { PostmortemContent } from './sections.ts';

/**
 * Checks the public texts of a post-mortem as one against its record, so that figures of one section are compared with those of another. Findings are in the
 * order of the page.
 */
export function checkContent(content: PostmortemContent, record: PostmortemRecord): SectionFinding[] {
  const parts = contentParts(content);
  const found = checkParts(
    parts.map(({ text }) => text),
    record,
  );
  return parts.flatMap(({ section, entry }, i) =>
    (found[i] ?? []).map(({ other, ...finding }) => {
      const placed = {
        ...finding,
        section,
        entry,
        other: other && { ...placeOf(parts, other.part), ...spanOf(other) },
      };
      return { ...placed, reason: reasonFor(content.explanations, placed) };
    }),
  );
}

function placeOf(parts: readonly ContentPart[], index: number): Place {
  const { section, entry } = parts[index] as ContentPart; // an index of the list that was checked
  return { section, entry };
}

function spanOf({ start, end }: { start: number; end: number }) {
  return { start, end };
}
