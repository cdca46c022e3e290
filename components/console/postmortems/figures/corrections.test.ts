import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkContent } from '#domain/postmortem/check-content';
import { contentParts } from '#domain/postmortem/content-parts';
import type { PostmortemRecord } from '#domain/postmortem/facts';
import { type PostmortemContent, TEXT_SECTIONS } from '#domain/postmortem/sections';
import { type Figure, figuresOf } from './figure.ts';
import { moveFigures } from './move-figures.ts';

const at = (clock: string) => Date.parse(`2022-03-30T${clock}:00Z`);
const own = { component: null, source: 'monitoring' } as const;
const RECORD: PostmortemRecord = {
  facts: [
    { key: 'episode.1.start', kind: 'instant', value: at('13:20'), ...own },
    { key: 'episode.1.end', kind: 'instant', value: at('14:30'), ...own },
    { key: 'episode.1.duration', kind: 'duration', value: 70 * 60_000, ...own },
  ],
  components: [{ slug: 'serving', name: 'Serving', isAffected: true }],
  from: at('13:20'),
  to: at('14:30'),
  evaluatedUntil: at('18:00'),
};
/** Sentences with a wrong claim between the parts. Each claim occurs once, so that its piece can be found by its text. */
const CLAIMS: [string, string, string][] = [
  ['Serving was down from ', '13:27 UTC', '. '],
  ['Serving recovered at ', '14:47 UTC', '. '],
  ['The outage lasted ', '94 minutes', '. '],
];
const OPENING = CLAIMS.flat();

function contentOf(summary: string): PostmortemContent {
  const sections = Object.fromEntries(
    TEXT_SECTIONS.map((section) => [section, { public: section === 'summary' ? summary : '', internal: '' }]),
  ) as PostmortemContent['sections']; // every section has an entry
  return { sections, timeline: [], explanations: [] };
}

/** The text, with the figures of the last check. */
type Written = { text: string; figures: Figure[] };

function checkedText(text: string): Written {
  const content = contentOf(text);
  const parts = contentParts(content);
  const findings = checkContent(content, RECORD);
  return { text, figures: figuresOf({ parts, findings, explanations: [], record: RECORD }) };
}

/** Returns the figures that can be corrected, at their places in the current text. */
function correctable({ text, figures }: Written): Figure[] {
  return moveFigures(figures, text).filter(({ state, suggestion }) => state === 'differs' && suggestion !== null);
}

const words = fc.constantFrom('Then ', 'we looked. ', '\n\n', 'é ', '\ud83d\ude00 ', '“so” ');
const actions = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('insert' as const), at: fc.nat(20), text: words }),
    fc.record({ kind: fc.constant('remove' as const), at: fc.nat(20) }),
    fc.record({ kind: fc.constant('check' as const) }),
    fc.record({ kind: fc.constant('use' as const), at: fc.nat(2) }),
  ),
  { maxLength: 15 },
);

test('after any edits and corrections, the text is what was written, with the corrections in place of their claims', () => {
  fc.assert(
    fc.property(actions, (all) => {
      const pieces = [...OPENING];
      let written = checkedText(pieces.join(''));
      expect(correctable(written)).toHaveLength(CLAIMS.length);
      for (const action of all) {
        if (action.kind === 'check') written = checkedText(written.text);
        else if (action.kind === 'use') written = { ...written, text: corrected(written, action.at, pieces) };
        else {
          if (action.kind === 'insert') pieces.splice(action.at % (pieces.length + 1), 0, action.text);
          else removeWords(pieces, action.at);
          written = { ...written, text: pieces.join('') };
        }
        expect(written.text).toBe(pieces.join(''));
      }
    }),
    { numRuns: 40 },
  );
});

/** Uses a suggestion as the panel does, and puts it into the expected pieces. */
function corrected(written: Written, nth: number, pieces: string[]): string {
  const figure = correctable(written)[nth];
  if (figure === undefined) return written.text;
  const index = pieces.findIndex((piece) => piece.includes(figure.text)); // without its zone, if a letter was typed there
  pieces[index] = (pieces[index] ?? '').replace(figure.text, figure.suggestion ?? '');
  return written.text.slice(0, figure.start) + figure.suggestion + written.text.slice(figure.end);
}

function removeWords(pieces: string[], nth: number): void {
  const others = pieces.flatMap((piece, i) => (OPENING.includes(piece) ? [] : [i]));
  const index = others[nth % others.length];
  if (index !== undefined) pieces.splice(index, 1);
}

test('when every suggestion was used, nothing differs', () => {
  let written = checkedText(OPENING.join(''));
  for (let figure = correctable(written)[0]; figure !== undefined; figure = correctable(written)[0])
    written = checkedText(written.text.slice(0, figure.start) + figure.suggestion + written.text.slice(figure.end));
  expect(written.text).toBe(
    'Serving was down from 13:20 UTC. Serving recovered at 14:30 UTC. The outage lasted 70 minutes. ',
  );
  expect(written.figures.map(({ state }) => state)).toEqual(['matches', 'matches', 'matches']);
});
