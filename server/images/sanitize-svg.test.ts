import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { sanitizeSvg, svgDocument } from './sanitize-svg.ts';

const LOGO = path.resolve(import.meta.dirname, '../../examples/larkfield.svg');
const SQUARE = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"';
const svg = (content: string, attributes = '') => `<svg ${SQUARE} ${attributes}>${content}</svg>`;
const PATH = '<path d="M0 0h64v64z" fill="#125a63"/>';

/** Returns the sanitised document, or the reason of the refusal. */
function resultOf(source: string): string {
  const outcome = sanitizeSvg(source);
  return outcome.kind === 'safe' ? svgDocument(outcome) : outcome.reason;
}
const HARMFUL =
  /script|javascript|onload|onclick|onbegin|foreignObject|https?:(?!\/\/www\.w3\.org\/2000\/svg)|url\((?!#)|<style|style=|<use|<image|<animate|<set|ENTITY|data:/i;

describe('a hostile SVG', () => {
  test.each([
    ['a script', svg(`<script>alert(1)</script>${PATH}`)],
    ['a script in character data', svg(`<script><![CDATA[alert("</script>")]]></script>${PATH}`)],
    ['a script with a prefix', svg(`<svg:script xmlns:svg="http://www.w3.org/2000/svg">alert(1)</svg:script>${PATH}`)],
    ['an onload attribute', svg(PATH, 'onload="alert(1)"')],
    ['an onclick attribute of a shape', svg('<path d="M0 0" onclick="alert(1)"/>')],
    ['a javascript: link', svg(`<a href="javascript:alert(1)">${PATH}</a>`)],
    ['a javascript: reference of a gradient', svg('<linearGradient id="a" href="javascript:alert(1)"/>')],
    ['an external use', svg('<use href="https://evil.example/a.svg#a"/>')],
    ['nested uses that multiply', svg('<g id="a"><use href="#a"/><use href="#a"/></g>')],
    ['an external image', svg('<image href="https://evil.example/a.png"/>')],
    ['a foreignObject', svg('<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>')],
    ['a style element', svg('<style>@import url(https://evil.example/a.css);</style>')],
    ['a style attribute with url()', svg('<path d="M0 0" style="fill:url(https://evil.example/a.svg#a)"/>')],
    ['a fill with url()', svg('<path d="M0 0" fill="url(https://evil.example/a.svg#a)"/>')],
    ['an escaped fill', svg('<path d="M0 0" fill="u&#114;l(https://evil.example)"/>')],
    ['an animated href', svg(`<animate attributeName="href" values="javascript:alert(1)"/>${PATH}`)],
    ['a set element with a handler', svg(`<set attributeName="onload" to="alert(1)" onbegin="alert(1)"/>${PATH}`)],
    [
      'an animation within a shape',
      svg('<path d="M0 0"><animate attributeName="href" to="javascript:alert(1)"/></path>'),
    ],
    [
      'entities that multiply',
      `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${svg('<path d="&b;"/>')}`,
    ],
    ['an external entity', `<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>${svg('<path d="&a;"/>')}`],
    ['a stylesheet instruction', `<?xml-stylesheet href="https://evil.example/a.css"?>${svg(PATH)}`],
    ['a comment that hides a script', svg(`<!-- --><script>alert(1)</script><!-- -->${PATH}`)],
    ['an attribute without quotes', '<svg viewBox="0 0 1 1" onload=alert(1)></svg>'],
    ['a second root', `${svg(PATH)}${svg('<script>alert(1)</script>')}`],
  ])('with %s is refused or made harmless', (_, source) => {
    const outcome = sanitizeSvg(source);
    if (outcome.kind === 'safe') expect(svgDocument(outcome)).not.toMatch(HARMFUL);
    else expect(outcome.reason).toMatch(/^must /);
  });

  test('keeps its harmless shapes', () => {
    expect(resultOf(svg(`<script>alert(1)</script><metadata><a:b/></metadata>${PATH}`, 'onload="alert(1)"'))).toBe(
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><g><path d="M0 0h64v64z" fill="#125a63"></path></g></svg>`,
    );
  });
});

describe('a drawing', () => {
  test('stays the same if it is sanitised again', async () => {
    const once = resultOf(await readFile(LOGO, 'utf8'));
    expect(once).toContain('fill="#8fdcc6"');
    const content = (text: string) => text.replace(/^<svg[^>]*>(<g>)*|(<\/g>)*<\/svg>$/g, '');
    expect(content(resultOf(once))).toBe(content(once));
  });

  test('keeps the colours of its root and of style attributes, gradients and clips', () => {
    const text = resultOf(
      svg(
        '<defs><linearGradient id="a"><stop offset="0" stop-color="red"/></linearGradient><linearGradient id="b" xlink:href="#a"/></defs><path d="M0 0" style="fill:url(#b); stroke-width: 2"/>',
        'fill="none"',
      ),
    );
    expect(text).toContain('<g fill="none">');
    expect(text).toContain('<linearGradient id="b" href="#a">');
    expect(text).toContain('<path d="M0 0" fill="url(#b)" stroke-width="2">');
  });

  test.each([
    [svg('<text>Larkfield</text>'), 'must not contain <text>; draw it with paths'],
    ['<svg viewBox="0 0 200 64"></svg>', 'must be square'],
    ['<svg></svg>', 'must have a viewBox, or a width and height in pixels'],
    ['<html></html>', 'must be an SVG file'],
    [`<svg ${SQUARE}><g>`, 'must be a complete SVG file'],
    [`<svg ${SQUARE}><g></svg>`, 'must be well-formed XML'],
    [svg('<g>'.repeat(40) + '</g>'.repeat(40)), 'must be nested at most 32 levels deep'],
    [svg(PATH.repeat(5_000)), 'must have at most 2000 elements'],
    [svg(`<path ${Array.from({ length: 61 }, (_, i) => `a${i}="1"`).join(' ')}/>`), 'must have at most 60 attributes'],
  ])('%.40s is refused with the rule', (source, reason) => {
    expect(resultOf(source)).toContain(reason);
  });

  test('is read in linear time, however it is built', () => {
    for (const part of ['<', ' a="', '<!--', 'a ', '<path ', "a='", '<![CDATA['])
      expect(sanitizeSvg(`<svg ${part.repeat(20_000)}`).kind).toBe('refused');
  });
});
