import { type ContentPart, type Place, reasonFor, type SectionFinding } from '#domain/postmortem/content-parts';
import type { Finding, PostmortemRecord } from '#domain/postmortem/facts';
import { referencesIn, valuesByKey } from '#domain/postmortem/references';
import type { Explanation, Section } from '#domain/postmortem/sections';
import { consoleFiguresEn } from '#messages/en/console-figures';
import { factName } from './fact-name.ts';

/** `no_value`: a live reference that the record has no value for. */
type FigureState = 'matches' | 'differs' | 'explained' | 'not_in_record' | 'no_value';

/**
 * A figure of the text: a claim that was checked, or a live reference. Offsets are within `whole`, the text of its place when it was checked. `id` stays the
 * same while the text around it changes. `number`: among the open figures, in the order of the page. `other`: the passage that it contradicts.
 */
export type Figure = Place & {
  id: string;
  number: number | null;
  state: FigureState;
  name: string;
  whole: string;
  start: number;
  end: number;
  text: string;
  claimed: string;
  recorded: string | null;
  fact: string | null;
  source: Finding['source'];
  suggestion: string | null;
  hint: Finding['hint'];
  reason: string | null;
  sentence: { before: string; after: string };
  other: { section: Section; text: string } | null;
};
type Unnamed = Omit<Figure, 'id' | 'number'>;

type Checked = {
  parts: readonly ContentPart[];
  findings: readonly SectionFinding[];
  explanations: readonly Explanation[];
  record: PostmortemRecord;
};

/** Returns the figures of all public texts in the order of the page. */
export function figuresOf(checked: Checked): Figure[] {
  const values = valuesByKey(checked.record);
  const found = checked.parts.flatMap((part) =>
    [...claimsIn(part, checked), ...liveFiguresIn(part, values, checked.record)].sort((a, b) => a.start - b.start),
  );
  const seen = new Map<string, number>();
  let openBefore = 0;
  return found.map((figure) => {
    const { section, entry, text, fact } = figure;
    const key = [section, entry, text, fact].join(' ');
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return { ...figure, id: `${key} ${nth}`, number: isOpen(figure) ? ++openBefore : null };
  });
}

export function isSamePlace(a: Place, b: Place): boolean {
  return a.section === b.section && a.entry === b.entry;
}

/** Returns whether a figure needs a correction or a reason. */
export function isOpen({ state }: Pick<Figure, 'state'>): boolean {
  return state === 'differs' || state === 'no_value';
}

/** Returns whether a figure has a finding that people act on: it differs, or it is explained. */
export function hasFinding(figure: Pick<Figure, 'state'>): boolean {
  return isOpen(figure) || figure.state === 'explained';
}

function claimsIn(part: ContentPart, { parts, findings, explanations, record }: Checked): Unnamed[] {
  return findings
    .filter((finding) => isSamePlace(finding, part))
    .map((finding) => {
      const { section, entry, start, end, text, claimed, recorded, fact, source, suggestion, hint, other } = finding;
      const reason = reasonFor(explanations, finding);
      const passage = other && parts.find((one) => isSamePlace(one, other))?.text.slice(other.start, other.end);
      return {
        ...{ section, entry, start, end, text, claimed, recorded, fact, source, suggestion, hint, reason },
        whole: part.text,
        state: stateOf(finding.verdict, reason),
        name: fact === null ? consoleFiguresEn.kind[finding.kind] : factName(fact, record),
        sentence: {
          before: part.text.slice(finding.sentence.start, start),
          after: part.text.slice(end, finding.sentence.end),
        },
        other: other && passage ? { section: other.section, text: passage } : null,
      };
    });
}

function stateOf(verdict: Finding['verdict'], reason: string | null): FigureState {
  if (verdict === 'match') return 'matches';
  if (verdict === 'not_in_record') return verdict;
  return reason === null ? 'differs' : 'explained';
}

function liveFiguresIn(
  { section, entry, text: whole }: ContentPart,
  values: Map<string, string>,
  record: PostmortemRecord,
): Unnamed[] {
  return referencesIn(whole).map(({ start, end, key }) => {
    const value = values.get(key) ?? null;
    const text = whole.slice(start, end);
    return {
      ...{ section, entry, whole, start, end, text, claimed: text, recorded: value, fact: key },
      ...{ source: null, suggestion: null, hint: null, reason: null, other: null, sentence: { before: '', after: '' } },
      state: value === null ? 'no_value' : 'matches',
      name: value === null ? consoleFiguresEn.unknown : factName(key, record),
    };
  });
}
