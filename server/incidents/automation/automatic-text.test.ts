import { expect, test } from 'vitest';
import { createLog } from '#server/log';
import { renderAutomatic } from '#server/markdown/render-text';
import { automaticText, removedText } from './automatic-text.ts';

const AT = Date.parse('2022-03-30T12:00:00Z');

// Names that mean something in CommonMark (https://spec.commonmark.org/0.31.2/#inlines), and bare addresses that linkify-it finds
// (https://github.com/markdown-it/linkify-it#readme).
test.each([
  ['emphasis', '**Ads** and _bids_'],
  ['a link', '[Pay](https://evil.example)'],
  ['an image', '![Ads](https://evil.example/a.png)'],
  ['an address with a scheme', 'https://evil'],
  ['an address without a scheme', 'www.evil.example'],
  ['an e-mail address', 'a@evil.example'],
  ['a protocol-relative address', '//evil.example'],
  ['a list', '1. Ads'],
  ['a heading', '# Ads'],
  ['code and an entity', '`Ads` &amp; <b>bids</b>'],
])('a name with %s is plain text in automatic texts', (_, name) => {
  const outages = [{ name, level: 3 as const, since: AT }];
  const bodies = [
    automaticText([{ kind: 'joined', componentIds: [1] }], { namesOf: () => [name], outages }),
    automaticText([{ kind: 'resolved', componentIds: [1], since: AT }], { namesOf: () => [name], outages }),
    removedText(name, AT, null),
  ];
  for (const { html, text } of bodies.map((body) => renderAutomatic({ log: createLog('silent') }, body))) {
    expect(text).toContain(name);
    expect(html).toMatch(/^<p>[^<]*<\/p>$/);
  }
});
