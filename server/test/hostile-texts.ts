import { type Chance, chanceOf } from '#server/seeded-chance';

/** The longest text that is accepted, in characters (server/incidents/schemas.ts). */
export const TEXT_LENGTH = 20_000;

/** Repeats a piece up to the length of the longest text. */
export function filled(piece: string, length = TEXT_LENGTH): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}

const table = (columns: number, rows: number) =>
  `|${'a|'.repeat(columns)}\n|${'-|'.repeat(columns)}\n${'a\n'.repeat(rows)}`;

/**
 * Texts that made markdown parsers hang. Found by ourselves: tables that fill up short rows, setext headings, entities after a URL, runs of tildes. From public
 * reports on other parsers: markedjs/marked#1463, markdown-it/markdown-it#583 and #733, lepture/mistune#191, commonmark/cmark#214, #218, #220 and #284, mity/md4c#57, #58, #59, #66, #73,
 * #236 and #238, pulldown-cmark/pulldown-cmark#249 and #844, ariabuckles/simple-markdown#73, showdownjs/showdown#1048, Actrium/supramark#150, GHSA-66g8-4hjf-77xh,
 * GHSA-38c4-r59v-3vqw, CVE-2026-48988.
 */
export const KNOWN: Record<string, string> = {
  'a table of 2,000 columns and 2,500 lines': table(2_000, 2_500),
  'a table of 140 columns': table(140, 9_000),
  'setext headings': filled('a\n=\n'),
  'entities after an address': `https://a.example/${filled('&amp;', TEXT_LENGTH - 18)}`,
  'broken entities after an address': `https://a.example${filled('&a;', TEXT_LENGTH - 17)}`,
  'tildes in pairs': filled('~~a '),
  'closing tildes': filled('a~~ '),
  tildes: filled('~'),
  'alternating emphasis': filled('*_'),
  'unclosed emphasis': filled('*a **a '),
  'code spans that are not': filled('\\``'),
  'backticks of every length': Array.from({ length: 190 }, (_, i) => `a${'`'.repeat(i)}`).join(''),
  'links with titles': filled('[]( "'),
  'unclosed links': filled('[a](b'),
  'unclosed destinations': filled('[a](<b'),
  'links in links': filled('[ (]('),
  'closed brackets': filled(']([\n'),
  brackets: filled('['),
  'images in images': filled('!['),
  angles: filled('<>'),
  CDATA: filled('a <![CDATA['),
  instructions: filled('a <? '),
  declarations: filled('a <!A'),
  autolinks: `${'<'.repeat(8_000)}${filled(':/', 12_000)}`,
  'lists in one line': `${filled('* ', TEXT_LENGTH - 1)}a`,
  'quotes in one line': `${filled('> ', TEXT_LENGTH - 1)}a`,
  'one long address, many times': `[x]: ${'x'.repeat(9_500)}${filled('\n[x]', 10_000)}`,
  definitions: Array.from({ length: 1_500 }, (_, i) => `[${i}]: /u`).join('\n'),
  'mail addresses': `${filled('a@', TEXT_LENGTH - 1)}a`,
  'stars at the end of an address': `https://a.example/${'*'.repeat(TEXT_LENGTH - 19)}b`,
  'quotation marks': filled('"'),
};

const PIECES = [
  ...[
    '*',
    '**',
    '_',
    '__',
    '~~',
    '`',
    '``',
    '\\',
    '\\`',
    '<',
    '>',
    '<!--',
    '<a href="',
    '</a>',
    '&',
    '&amp;',
    '&#35;',
    '&#x',
    ';',
    '!',
    '"',
    "'",
    '{',
    '}',
  ],
  ...[
    '[',
    ']',
    '(',
    ')',
    '](',
    '][',
    ']: ',
    '![',
    '[^1]',
    '[^1]: ',
    '[a]',
    '[a](b)',
    '[a](<b> "c")',
    '![a](b)',
    '<https://a.example>',
    'https://a.example/',
    'www.a.example',
  ],
  ...[
    'a@b.example',
    'mailto:',
    'http://',
    '://',
    '@',
    '.',
    '-',
    '#',
    '# ',
    '## a\n',
    '=\n',
    '-\n',
    '---\n',
    '***\n',
    '+ ',
    '- ',
    '* ',
    '1. ',
    '999) ',
    '> ',
    '>',
    '- [ ] ',
  ],
  ...[
    '|',
    '|-',
    '|:-:|',
    '| a ',
    '\n|-|-|\n',
    '\n',
    '\n\n',
    '  \n',
    '\\\n',
    ' ',
    '    ',
    '\t',
    '```\n',
    '~~~\n',
    '```a\n',
    'a',
    'ab ',
    'ä',
    '日',
    '🙂',
    '\u00a0',
    '\u200b',
    '\u202e',
  ],
];

const SHAPES: ((chance: Chance) => string)[] = [
  (chance) => filled(chance.oneOf(PIECES)),
  (chance) => filled(several(chance, 2)),
  (chance) => filled(several(chance, 2 + chance.below(5))),
  (chance) => several(chance, TEXT_LENGTH), // a mix of everything
  (chance) =>
    filled(several(chance, 1 + chance.below(4)), 10_000) + filled(several(chance, 1 + chance.below(4)), 10_000), // opened, then closed
  (chance) => several(chance, 3) + filled(several(chance, 1 + chance.below(2))),
  (chance) => filled(several(chance, 1 + chance.below(2)), TEXT_LENGTH - 40) + several(chance, 3),
  (chance) => growing(chance, (i, piece) => `${' '.repeat(i)}${piece}a\n`), // ever deeper
  (chance) => growing(chance, (i, piece) => `${piece.repeat(i)}a`), // runs of every length
  (chance) => growing(chance, (i, piece) => `${piece}${i}${several(chance, 1)}`), // each one different
  (chance) =>
    filled(`${chance.oneOf(['> ', '- ', '1. ', '    ', '>> ', '- > '])}${several(chance, 1 + chance.below(4))}\n`), // in a container, line by line
  (chance) => `${table(1 + chance.below(60), 0)}${filled(`${several(chance, 1 + chance.below(3))}\n`)}`,
];

function several(chance: Chance, count: number): string {
  let text = '';
  for (let i = 0; i < count && text.length < TEXT_LENGTH; i++) text += chance.oneOf(PIECES);
  return text;
}

function growing(chance: Chance, line: (i: number, piece: string) => string): string {
  const piece = chance.oneOf(PIECES);
  let text = '';
  for (let i = 0; text.length < TEXT_LENGTH; i++) text += line(i, piece);
  return text;
}

/** Generates texts of maximum length from all constructs of the grammar, reproducible by seed. */
export function hostileTexts(seed: number, count: number): string[] {
  const chance = chanceOf(seed);
  return Array.from({ length: count }, (_, i) =>
    (SHAPES[i % SHAPES.length] as (typeof SHAPES)[number])(chance).slice(0, TEXT_LENGTH).toWellFormed(),
  );
}
