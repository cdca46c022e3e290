import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { cleanPage } from './clean-page.ts';

describe('a published page', () => {
  test('loses the scripts of the framework only', () => {
    const page =
      '<head><link rel="preload" href="/a.js" as="script"/><link rel="stylesheet" href="/a.css"/><script src="/live.js" defer="" data-own=""></script></head><p>a &lt;script&gt;</p><script>self.x=["</p>"]</script><script id="_R_">b</script>';
    expect(cleanPage(page)).toEqual({
      html: '<head><link rel="stylesheet" href="/a.css"/><script src="/live.js" defer="" data-own=""></script></head><p>a &lt;script&gt;</p>',
      inline: { scripts: [], styles: [] },
      assets: ['/a.css', '/live.js'],
    });
  });

  test('keeps every other byte, also of text that looks like a script', () => {
    const page =
      '<!DOCTYPE html><p title="<script>x</script>">ü &amp; &#x27; <b>x</b></p><textarea><script></textarea>\n';
    expect(cleanPage(page).html).toBe(page);
  });

  test('loses the marks of the framework, whose place depends on timing', () => {
    expect(cleanPage('<main><!--$-->a<!--/$--></main><!--$--><!--/$--><p>b<!-- -->c</p>').html).toBe(
      '<main>a</main><p>b<!-- -->c</p>',
    );
  });

  test('names the hashes of its own inline scripts and styles', () => {
    const sha = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const { inline } = cleanPage('<style>p{}</style><script data-own="">a && b</script>');
    expect(inline).toEqual({ scripts: [sha('a && b')], styles: [sha('p{}')] });
  });

  test.each(['<template id="B:0"></template>', '<div hidden id="S:0">x</div>', '<div hidden="" id="S:1"></div>'])(
    'is refused with %s, which only a script would replace',
    (part) => expect(() => cleanPage(`<p>a</p>${part}`)).toThrow('not rendered completely'),
  );
});
