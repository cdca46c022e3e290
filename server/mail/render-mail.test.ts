import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { accentTokens } from '#domain/site/accent';
import type { MailParts } from './mail-parts.ts';
import { HEADS } from './mail-style.ts';
import { renderMail } from './render-mail.ts';

const HOSTILE = `<script>alert("x")</script> & 'Serving' <img src=x onerror=y>`;
const mail: MailParts & { body: string[] } = {
  brand: { title: 'Larkfield status', accent: null },
  head: { tone: 'major', title: 'Serving has been down since 13:20 UTC.', meta: 'Alert raised at 13:21 UTC.' },
  body: ['Post an update.', 'Reminders follow.'],
  button: { label: 'Open in Candor', url: 'https://status.example/console/incidents/a?b=1&c="2"' },
  reason: 'You received this e-mail because duty@status.example receives staff alerts.',
};

test('the text has every part in the order of the HTML', () => {
  const { html, text } = renderMail(mail);
  expect(text).toBe(
    [
      'Larkfield status',
      'Serving has been down since 13:20 UTC.\nAlert raised at 13:21 UTC.',
      'Post an update.',
      'Reminders follow.',
      'Open in Candor:\nhttps://status.example/console/incidents/a?b=1&c="2"',
      '--\nYou received this e-mail because duty@status.example receives staff alerts.\n',
    ].join('\n\n'),
  );
  const body = html.slice(html.indexOf('<body'));
  const parts = [mail.brand.title, mail.head.title, 'Alert raised', ...mail.body, mail.button.label, mail.reason];
  const places = parts.map((part) => body.indexOf(part));
  expect(places.every((place) => place > 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test('hostile texts and links are escaped in the HTML and stay as they are in the text', () => {
  const { html, text } = renderMail({
    brand: { title: HOSTILE, accent: null },
    head: { tone: 'neutral', title: HOSTILE, meta: HOSTILE },
    body: [HOSTILE],
    button: { label: HOSTILE, url: 'https://status.example/"><script>' },
    reason: HOSTILE,
  });
  expect(html.match(/<(script|img)/g)).toBeNull();
  expect(html).toContain('href="https://status.example/&#34;&#62;&#60;script&#62;"');
  expect(text.split(HOSTILE)).toHaveLength(7);
});

test.each(Object.keys(HEADS) as (keyof typeof HEADS)[])(
  'a mail with a %s head loads nothing and has a dark scheme',
  (tone) => {
    const { html } = renderMail({ ...mail, head: { ...mail.head, tone } });
    expect(html).not.toMatch(/<(img|link|script|iframe)|url\(|src=/);
    expect(html).toContain('@media (prefers-color-scheme:dark)');
    expect(html).toContain(
      `.head{background:${HEADS[tone].dark.fill}!important;color:${HEADS[tone].dark.ink}!important}`,
    );
  },
);

test('the button and a head without a status have the accent of the brand in both schemes', () => {
  const accent = accentTokens('#0b5a61');
  const branded = {
    ...mail,
    brand: { ...mail.brand, accent },
    head: { tone: 'neutral' as const, title: 'Invitation' },
  };
  const { html } = renderMail(branded);
  expect(html).toContain(`class="button" bgcolor="${accent.light.solid}" style="background:${accent.light.solid};`);
  expect(html).toContain(`.button{background:${accent.dark.solid}!important}`);
  expect(html).toContain(`class="head line inner" bgcolor="${accent.light.tint}"`);
  expect(html).toContain(`.head{background:${accent.dark.tint}!important`);
  expect(renderMail({ ...branded, head: mail.head }).html).toContain(`bgcolor="${HEADS.major.light.fill}"`);
});

test('links in the text of a mail have the accent; in plain text, a link is its address', () => {
  const accent = accentTokens('#0b5a61');
  const body = [
    { html: '<p>See <a href="https://a.example">here</a>.</p>', text: 'See here (https://a.example).' },
    { link: 'View incident', text: 'https://status.example/incidents/a?b="1"' },
  ];
  const { html, text } = renderMail({ ...mail, brand: { ...mail.brand, accent }, body });
  const style = `style="color:${accent.light.text}"`;
  expect(html).toContain(`<a class="link" ${style} href="https://a.example">`);
  expect(html).toContain(
    `<a class="link" href="https://status.example/incidents/a?b=&#34;1&#34;" ${style}>View incident</a>`,
  );
  expect(text).toContain('\n\nhttps://status.example/incidents/a?b="1"\n\n');
});

test('pictures are attachments that the HTML refers to, and may be missing', () => {
  const png = Buffer.from('png');
  const { html, pictures } = renderMail({ ...mail, images: { logo: png, icon: png } });
  expect(pictures?.map(({ id }) => html.includes(`<img src="cid:${id}"`))).toEqual([true, true]);
  expect(renderMail({ ...mail, images: { logo: null } })).toEqual(renderMail(mail));
});

test('the icons of heads are those that the script draws', () => {
  expect(() => execFileSync(process.execPath, ['scripts/draw-mail-icons.mjs', '--check'])).not.toThrow();
});
