import { mkdtemp, rm, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { expect, test } from 'vitest';
import { systemRandom } from '#server/random';
import { mailsIn } from '#server/test/mailbox';
import { createMail } from './create-mail.ts';

const MESSAGE = {
  to: 'vera@status.example',
  subject: 'Grüße',
  text: 'One line.\n.\nAnother.\n',
  html: '<p>One line.</p>',
};
const settings = { from: 'Candor <candor@status.example>', random: systemRandom };

test('writes a message to a file that only its owner can read if there is no server', async () => {
  const home = await mkdtemp(path.join(os.tmpdir(), 'candor-mail-'));
  const folder = path.join(home, 'mail');
  await createMail({ ...settings, smtpUrl: undefined, folder }).send(MESSAGE);
  expect(await mailsIn(folder)).toMatchObject([
    { to: 'vera@status.example', subject: 'Grüße', text: 'One line.\n.\nAnother.\n' },
  ]);
  expect((await stat(folder)).mode & 0o077).toBe(0);
  await rm(home, { recursive: true });
});

test('delivers to one recipient through a server; an error does not contain the address', async () => {
  const taken: { to: string[]; subject: string | undefined }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _, done) => done(address.startsWith('no') ? new Error(`refused: ${address}`) : null),
    onData: async (stream, session, done) => {
      taken.push({ to: session.envelope.rcptTo.map((r) => r.address), subject: (await simpleParser(stream)).subject });
      done();
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo; // it listens on TCP
  const mail = createMail({ ...settings, smtpUrl: `smtp://127.0.0.1:${port}`, folder: '/dev/null' });
  await mail.send(MESSAGE);
  expect(taken).toEqual([{ to: ['vera@status.example'], subject: 'Grüße' }]);
  await mail.send({ ...MESSAGE, to: 'a@b.example, c@d.example' }).catch(() => undefined); // may fail, but never has two recipients
  expect(taken.every(({ to }) => to.length === 1)).toBe(true);
  const refused = await mail.send({ ...MESSAGE, to: 'nobody@status.example' }).catch((error) => error);
  expect([refused.code, refused.message.includes('nobody')]).toEqual(['mail_failed', false]);
  await new Promise<void>((resolve) => server.close(resolve));
});
