import { createTransport } from 'nodemailer';
import { describe, expect, test } from 'vitest';
import type { Message } from '#server/context';
import { composeMail } from './compose-mail.ts';
import { mailOptions } from './mail-options.ts';

const FROM = 'Candor <candor@status.example>';
/** Of every byte, in lines and beyond the length of one. */
const PICTURE = Buffer.from(Array.from({ length: 1_000 }, (_, i) => i % 256));
const MESSAGE: Message = {
  to: 'reader@partner.example',
  subject: '[Status] Slow answers',
  text: 'Serving is slow.\n',
  html: '<p>Serving is slow.</p>',
  messageId: '<inc-1.sub-1@status.example>',
};

const MESSAGES: Record<string, Partial<Message>> = {
  'plain text': {},
  'empty parts': { text: '', html: '' },
  'long lines': { text: 'word '.repeat(100), html: `<p style="color:red">${'wörd '.repeat(100)}</p>` },
  'other scripts': {
    subject: 'Störung: 認証サービスが停止しています',
    text: '認証サービス。\n\nمرحبا',
    senderName: 'Größe 株式会社',
  },
  'spaces, tabs and dots at the ends of lines': { text: 'ends with a space \n.\n..\n\ttab\t\n=3D = é\r\nlast' },
  pictures: { pictures: [{ id: 'icon', name: 'status.png', png: PICTURE }] },
  'a picture that is no buffer': { pictures: [{ id: 'icon', name: 'status.png', png: new Uint8Array([1, 2, 3]) }] },
  'headers and a thread': {
    thread: '<inc-0.sub-1@status.example>',
    headers: {
      'List-Id': '"Status incidents" <incidents.status.example>',
      'List-Unsubscribe': `<https://x/${'u'.repeat(120)}>`,
    },
  },
};

/** As it is sent, but without the soft line breaks of quoted-printable, which may be anywhere. */
const joined = (text: string) => text.replace(/\r?\n/g, '\r\n').replaceAll('=\r\n', '');
const BODY_LINE_MAX = 76;

describe.each(Object.entries(MESSAGES))('a message with %s', (_, change) => {
  test('is what nodemailer sends, in lines that are short enough, also the second time', async () => {
    const same = { date: new Date(0), baseBoundary: 'boundary' };
    const options = { ...mailOptions(FROM, { ...MESSAGE, ...change }), ...same };
    const { message, envelope } = await createTransport({ streamTransport: true, buffer: true }).sendMail(options);
    for (let i = 0; i < 2; i++) {
      const composed = composeMail(options);
      expect(joined(composed.raw)).toBe(joined(String(message)));
      const body = composed.raw.slice(composed.raw.indexOf('\r\n\r\n'));
      expect(Math.max(...body.split(/\r?\n/).map((line) => line.length))).toBeLessThanOrEqual(BODY_LINE_MAX);
      expect(composed.envelope).toEqual(envelope);
    }
  });
});
