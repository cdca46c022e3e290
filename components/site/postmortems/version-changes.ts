import { diffArrays, diffWordsWithSpace } from 'diff';
import type { FrozenVersion } from '#domain/postmortem/published-version';
import { SECTIONS, type Section } from '#domain/postmortem/sections';
import { clockUtc, dayUtc } from '#domain/time/format-utc';

export type ChangedPart = { value: string; kind: 'same' | 'added' | 'removed' };
/** `blocks`: the changed paragraphs of a section. */
export type SectionChange = { section: Section | 'title'; blocks: ChangedPart[][] };

type Texts = Pick<FrozenVersion, 'sections' | 'timeline'> & { title: string };

/** Paragraphs with more changed words than this are shown as a whole, because comparing them takes too long. */
const EDITS_MAX = 1_000;
const BREAK = '\n\n';

/** Returns what changed between two published versions, by section in their order. Paragraphs without a change are left out. */
export function versionChanges(before: Texts, after: Texts): SectionChange[] {
  const sections: SectionChange[] = SECTIONS.map((section) => ({
    section,
    blocks: changedBlocks(paragraphsOf(before, section), paragraphsOf(after, section)),
  }));
  const title: SectionChange = { section: 'title', blocks: changedBlocks([before.title], [after.title]) };
  return [title, ...sections].filter(({ blocks }) => blocks.length > 0);
}

function paragraphsOf({ sections, timeline }: Texts, section: Section): string[] {
  if (section === 'timeline') return timeline.map(({ at, text }) => `${dayUtc(at)}, ${clockUtc(at)} UTC: ${text}`);
  const text = sections.find(({ key }) => key === section)?.text ?? '';
  return text.split(/\n{2,}/).filter((paragraph) => paragraph !== '');
}

/** Compares paragraphs first, then the words of those that were replaced. */
function changedBlocks(before: string[], after: string[]): ChangedPart[][] {
  const blocks: ChangedPart[][] = [];
  let removed: string | null = null;
  for (const { value, added, removed: isRemoved } of diffArrays(before, after)) {
    const text = value.join(BREAK);
    if (isRemoved) removed = text;
    else if (added) {
      blocks.push(removed === null ? [{ value: text, kind: 'added' }] : changedWords(removed, text));
      removed = null;
    } else if (removed !== null) {
      blocks.push([{ value: removed, kind: 'removed' }]);
      removed = null;
    }
  }
  return removed === null ? blocks : [...blocks, [{ value: removed, kind: 'removed' }]];
}

function changedWords(before: string, after: string): ChangedPart[] {
  const parts = diffWordsWithSpace(before, after, { maxEditLength: EDITS_MAX });
  if (!parts)
    return [
      { value: before, kind: 'removed' },
      { value: after, kind: 'added' },
    ];
  return joined(
    parts.map(({ value, added, removed }) => ({ value, kind: added ? 'added' : removed ? 'removed' : 'same' })),
  );
}

/** Joins changes that have only a space between them, so that a changed phrase reads as one. */
function joined(parts: readonly ChangedPart[]): ChangedPart[] {
  const runs: ChangedPart[][] = [];
  for (const [i, part] of parts.entries()) {
    const isBetween = part.kind === 'same' && part.value.trim() === '' && i > 0 && i < parts.length - 1;
    const last = runs.at(-1);
    if (last && (part.kind !== 'same' || isBetween) && last[0]?.kind !== 'same') last.push(part);
    else runs.push([part]);
  }
  return runs.flatMap((run) => {
    if (run[0]?.kind === 'same') return run;
    const textOf = (other: ChangedPart['kind']) => run.filter(({ kind }) => kind !== other).map(({ value }) => value);
    const [removed, added] = [textOf('added').join(''), textOf('removed').join('')];
    const changes: ChangedPart[] = [
      { value: removed, kind: 'removed' },
      { value: added, kind: 'added' },
    ];
    return changes.filter(({ value }) => value.trim() !== '');
  });
}
