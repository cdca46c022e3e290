import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { filled, hostileTexts, KNOWN, TEXT_LENGTH } from '#server/test/hostile-texts';
import { PAYLOADS } from '#server/test/payloads';
import { renderMarkdown } from './render-markdown.ts';
import {
  CELLS_MAX,
  COLUMNS_MAX,
  DEPTH_MAX,
  FAULTS,
  LINES_MAX,
  LINKS_MAX,
  limitFault,
  NESTING_MAX,
  OUTPUT_LENGTH_MAX,
  QUOTES_MAX,
} from './text-limits.ts';

const TAG = /<\/?([a-z0-9]+)((?:\s+[a-z-]+="[^"<>]*")*)\s*\/?>/g;
const ALLOWED = /^(p|br|strong|em|del|a|span|ul|ol|li|code|pre|blockquote|hr|table|thead|tbody|tr|th|td)$/;

function expectHarmless(html: string): void {
  for (const [, name = '', attributes = ''] of html.matchAll(TAG)) {
    expect(name).toMatch(ALLOWED);
    expect(attributes).toMatch(
      /^( (href="(https?:\/\/|mailto:)[^"]*"|rel="nofollow noopener noreferrer"|start="\d+"))*$/,
    );
  }
  expect(html.replace(TAG, '')).not.toMatch(/</); // everything else is text
}

describe('markdown', () => {
  test.each(PAYLOADS)('%j becomes harmless', (payload) => {
    const { html } = renderMarkdown(payload);
    expectHarmless(html);
    const links = [...html.matchAll(/href="([^"]*)"/g)].map(
      ([, href = '']) => new URL(href.replaceAll('&#x22;', '"')).protocol,
    );
    expect(links.every((protocol) => ['http:', 'https:', 'mailto:'].includes(protocol))).toBe(true);
  });

  test('renders emphasis, lists, links, tables and code', () => {
    const { html, text } = renderMarkdown(
      '# Now\n\n**Serving** is *slow* ~~down~~, see [the page](https://ok.example/a?b=1&c=2) or ada@ok.example\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |',
    );
    expect(html).toContain('<p><strong>Now</strong></p>');
    expect(html).toContain(
      '<a href="https://ok.example/a?b=1&#x26;c=2" rel="nofollow noopener noreferrer">the page</a>',
    );
    expect(html).toContain('<td>1</td>');
    expect(text).toBe(
      'Now\n\nServing is slow down, see the page (https://ok.example/a?b=1&c=2) or ada@ok.example\n\n- one\n- two\n\na\tb\n1\t2',
    );
  });

  test('shows HTML as text, and images as their alt text', () => {
    expect(renderMarkdown('a <b>bold</b> ![a chart](https://x.example/y.png)').html).toBe(
      '<p>a &#x3C;b>bold&#x3C;/b> a chart</p>',
    );
  });

  test('shows images of ours where they are allowed, with their size, and no others', () => {
    const [name, hasImages] = [`${'0f'.repeat(16)}-1280x720.png`, true];
    const shown = renderMarkdown(`![A "chart" & <b>](/images/${name})`, { hasImages });
    expect(shown).toEqual({
      html: `<p><img src="/images/${name}" alt="A &#x22;chart&#x22; &#x26; &#x3C;b&#x3E;" width="1280" height="720" loading="lazy"></p>`,
      text: 'A "chart" & <b>',
    });
    expect(renderMarkdown(`![A chart](/images/${name})`).html).toBe('<p>A chart</p>');
    for (const address of [
      '/images/x.png',
      `//evil.example/images/${name}`,
      'data:image/png;base64,AA',
      `/images/../${name}`,
    ])
      expect(renderMarkdown(`![A chart](${address})`, { hasImages }).html).toBe('<p>A chart</p>');
    expect(() => renderMarkdown(`![ ](/images/${name})`, { hasImages })).toThrow('must describe every image');
  });

  test('keeps the numbers of lists in plain text, also nested and with another start', () => {
    const { html, text } = renderMarkdown(
      '3. Drain\n4. Restart\n   1. one\n   2. two\n      - detail\n\n9) Watch\n\n0. zero',
    );
    expect(text).toBe('3. Drain\n4. Restart\n   1. one\n   2. two\n      - detail\n\n9. Watch\n\n0. zero');
    expect(html).toMatch(/^<ol start="3">/);
    expect(renderMarkdown('1. a\n\n   b\n\n   ```\n   c\n   ```\n2. d').text).toBe('1. a\n\n   b\n\n   c\n2. d');
    expect(renderMarkdown('> 1. a\n> 1. b').text).toBe('1. a\n2. b');
  });

  test('links URLs in the text, and shows them as written', () => {
    const { html, text } = renderMarkdown(
      'See www.ok.example/a?b, https://ok.example/ü. ftp://a.example //b.example c.example <https://ok.example>',
    );
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
      'http://www.ok.example/a?b',
      'https://ok.example/%C3%BC',
      'https://ok.example',
    ]);
    expect(text).toBe(
      'See www.ok.example/a?b, https://ok.example/ü. ftp://a.example //b.example c.example https://ok.example',
    );
  });
});

describe('limits before parsing', () => {
  const rows = (columns: number, count: number) =>
    `|${'a|'.repeat(columns)}\n|${'-|'.repeat(columns)}${'\na'.repeat(count)}`;

  test.each([
    ['columns', rows(COLUMNS_MAX, 1), rows(COLUMNS_MAX + 1, 1)],
    ['cells', rows(COLUMNS_MAX, CELLS_MAX / COLUMNS_MAX - 1), rows(COLUMNS_MAX, CELLS_MAX / COLUMNS_MAX)],
    ['lines', 'a\n'.repeat(LINES_MAX - 1), 'a\n'.repeat(LINES_MAX)],
    ['quotes', '> a\n'.repeat(QUOTES_MAX), '> a\n'.repeat(QUOTES_MAX + 1)],
    ['nesting', `${'>'.repeat(NESTING_MAX)} a`, `${'>'.repeat(NESTING_MAX + 1)} a`],
    ['nesting', `${'- '.repeat(NESTING_MAX)}a`, `${'- '.repeat(NESTING_MAX + 1)}a`],
    ['nesting', `${'1. '.repeat(NESTING_MAX)}a`, `${'1. '.repeat(NESTING_MAX + 1)}a`],
    ['nesting', `${'['.repeat(NESTING_MAX)}a`, `${'['.repeat(NESTING_MAX + 1)}a`],
    ['links', '[a](b) '.repeat(LINKS_MAX), '[a](b) '.repeat(LINKS_MAX + 1)],
    ['links', 'a@b.example '.repeat(LINKS_MAX), 'a@b.example '.repeat(LINKS_MAX + 1)],
    ['links', 'www.a.example '.repeat(LINKS_MAX), 'https://a '.repeat(LINKS_MAX + 1)],
  ] as const)('%s: renders at the limit and rejects beyond it', (name, most, more) => {
    expect(limitFault(most)).toBe(null);
    expectHarmless(renderMarkdown(most).html);
    expect(() => renderMarkdown(more)).toThrow(FAULTS[name]);
  });

  test('have messages that continue after a field name', () => {
    expect(Object.values(FAULTS).map((words) => `body: ${words}.`)).toContain(
      'body: must have at most 50 columns in a table.',
    );
  });

  test('reject emphasis that is nested too deep while writing', () => {
    expect(() => renderMarkdown(`${'*a **a '.repeat(DEPTH_MAX)}${'a** a*'.repeat(DEPTH_MAX)}`)).toThrow(FAULTS.nesting);
  });

  test('reject a long URL that is repeated too often while writing', () => {
    expect(() =>
      renderMarkdown(`[x]: /${'x'.repeat(3_000)}\n\n${'[x] '.repeat(900)}`.replace('/x', 'https://x')),
    ).toThrow(FAULTS.output);
  });
});

/** Parses a text into tokens. */
function tokensOf(markdown: string): number {
  return new MarkdownIt({ linkify: true })
    .parse(markdown, {})
    .reduce((sum, { children }) => sum + 1 + (children?.length ?? 0), 0);
}

describe('hostile texts', () => {
  const TOKENS_MAX = 5 * TEXT_LENGTH;
  const OUTPUT_PER_CHARACTER_MAX = 16;

  function outcome(markdown: string): 'rendered' | 'refused' {
    try {
      const { html, text } = renderMarkdown(markdown);
      expect([html.length, text.length].filter((length) => length > OUTPUT_LENGTH_MAX)).toEqual([]);
      expectHarmless(html);
      return 'rendered';
    } catch (error) {
      expect(Object.values(FAULTS)).toContain((error as Error).message);
      return 'refused';
    }
  }

  test.each(Object.entries(KNOWN))('%s: rendered within the limits, or refused with the limit', (_, text) => {
    expect(text.length).toBeLessThanOrEqual(TEXT_LENGTH);
    outcome(text);
    if (limitFault(text) === null) expect(tokensOf(text)).toBeLessThan(TOKENS_MAX);
  });

  test('from the whole grammar become few tokens and little HTML, or are rejected', () => {
    const seed = Number(process.env.FC_SEED ?? 20_220_330);
    const texts = hostileTexts(seed, 240);
    const rendered = texts.filter((text) => outcome(text) === 'rendered');
    for (const text of rendered)
      expect([seed, text.slice(0, 40), tokensOf(text) < TOKENS_MAX]).toEqual([seed, text.slice(0, 40), true]);
    expect(rendered.length).toBeGreaterThan(texts.length / 4); // limits that reject everything would prove nothing
    expect(rendered.length).toBeLessThan(texts.length);
  });

  test('do not include plain prose of maximum length', () => {
    const { html } = renderMarkdown(
      filled('Some instances of **serving** answer slowly, see [the page](https://ok.example). '),
    );
    expect(html.length).toBeLessThan(OUTPUT_PER_CHARACTER_MAX * TEXT_LENGTH);
  });
});
