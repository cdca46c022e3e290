import { describe, expect, test } from 'vitest';
import { PAYLOADS } from '../test/payloads.ts';
import { renderMarkdown } from './render-markdown.ts';

const TAG = /<\/?([a-z0-9]+)((?:\s+[a-z-]+="[^"<>]*")*)\s*\/?>/g;
const ALLOWED = /^(p|br|strong|em|del|a|span|ul|ol|li|code|pre|blockquote|hr|table|thead|tbody|tr|th|td)$/;

describe('markdown', () => {
  test.each(PAYLOADS)('%j runs nothing', (payload) => {
    const { html } = renderMarkdown(payload);
    const tags = [...html.matchAll(TAG)];
    for (const [, name = '', attributes = ''] of tags) {
      expect(name).toMatch(ALLOWED);
      expect(attributes).toMatch(/^( (href="(https?:\/\/|mailto:)[^"]*"|rel="nofollow noopener noreferrer"|start="\d+"))*$/);
    }
    expect(html.replace(TAG, '')).not.toMatch(/</); // everything else is text
    const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => new URL(href.replaceAll('&#x22;', '"')).protocol);
    expect(links.every((protocol) => ['http:', 'https:', 'mailto:'].includes(protocol))).toBe(true);
  });

  test('says what was written: emphasis, lists, links, tables, code', () => {
    const { html, text } = renderMarkdown(
      '# Now\n\n**Serving** is *slow* ~~down~~, see [the page](https://ok.example/a?b=1&c=2) or ada@ok.example\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |',
    );
    expect(html).toContain('<p><strong>Now</strong></p>');
    expect(html).toContain('<a href="https://ok.example/a?b=1&#x26;c=2" rel="nofollow noopener noreferrer">the page</a>');
    expect(html).toContain('<td>1</td>');
    expect(text).toBe('Now\n\nServing is slow down, see the page (https://ok.example/a?b=1&c=2) or ada@ok.example\n\n- one\n- two\n\na\tb\n1\t2');
  });

  test('that is HTML is shown as text, and an image as its words', () => {
    expect(renderMarkdown('a <b>bold</b> ![a chart](https://x.example/y.png)').html).toBe('<p>a &#x3C;b>bold&#x3C;/b> a chart</p>');
  });
});

test('what was rendered is remembered, within a bound: what nobody asked for longest is forgotten first', () => {
  const [old, kept] = [renderMarkdown('an *old* text'), renderMarkdown('a text that is *read*')];
  expect(renderMarkdown('an *old* text')).toBe(old);
  for (let i = 0; i < 200; i++) {
    renderMarkdown(`${'['.repeat(40)}${i}${'x'.repeat(20_000)}`);
    expect(renderMarkdown('a text that is *read*')).toBe(kept);
  }
  expect(renderMarkdown('an *old* text')).not.toBe(old);
  expect(renderMarkdown('an *old* text')).toEqual(old);
});
