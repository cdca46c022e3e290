import { mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemRandom } from '#server/random';
import { createMail } from './create-mail.ts';
import { listMailFiles, MAILS_MAX, readMailFolder } from './read-mail-folder.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'candor-mail-'));
});
afterAll(() => rm(folder, { recursive: true }));

const SUBSCRIBER = { headers: { 'X-Auto-Response-Suppress': 'All' } };
const TEXT = `Grüße = 50 %.\n\nA line that is so long that it must be folded in quoted-printable: ${'word '.repeat(40)}end.`;

async function write(message: object): Promise<void> {
  const mail = createMail({ smtpUrl: undefined, from: 'Candor <a@b.example>', folder, random: systemRandom });
  await mail.send({ to: 'ops@partner.example', subject: 'A subject', text: TEXT, html: '<p>x</p>', ...message });
}

test('a folder that does not exist has no mails', async () => {
  expect(await readMailFolder(path.join(folder, 'none'))).toEqual([]);
});

test('a mail that is deleted while the folder is listed does not matter', async () => {
  const changing = await mkdtemp(path.join(folder, 'changing-'));
  await symlink(path.join(changing, 'deleted'), path.join(changing, `${'0'.repeat(16)}.eml`));
  await writeFile(path.join(changing, `${'1'.repeat(16)}.eml`), '');
  expect((await listMailFiles(changing)).map(({ file }) => file)).toEqual([`${'1'.repeat(16)}.eml`]);
});

test('mails to subscribers are read with their text, whatever their encoding', async () => {
  const png = Buffer.from('png');
  const texts = [TEXT, 'Plain.', '日本語のお知らせ。'.repeat(30)];
  for (const text of texts) await write({ ...SUBSCRIBER, text });
  await write({
    ...SUBSCRIBER,
    subject: `[Larkfield status] Größere Störung in 東京 ${'und mehr '.repeat(8)}`.trim(),
    pictures: [{ id: 'logo@candor', name: 'logo.png', png }],
  });
  const mails = await readMailFolder(folder);
  expect(mails.map(({ text }) => text.trim()).toSorted()).toEqual([...texts, TEXT].toSorted());
  expect(mails.map(({ subject }) => subject)).toContain(
    `[Larkfield status] Größere Störung in 東京 ${'und mehr '.repeat(8)}`.trim(),
  );
  expect(new Set(mails.map(({ to }) => to))).toEqual(new Set(['ops@partner.example']));
});

test('other mails and other files are left out', async () => {
  const before = (await readMailFolder(folder)).length;
  await write({ subject: 'Choose a new password' });
  await writeFile(path.join(folder, 'notes.txt'), 'X-Auto-Response-Suppress: All\n\nno');
  expect(await readMailFolder(folder)).toHaveLength(before);
});

test('only the newest mails are read, newest first', async () => {
  for (let i = 0; i < MAILS_MAX; i++) await write({ ...SUBSCRIBER, subject: `Number ${i}` });
  const mails = await readMailFolder(folder);
  expect(mails).toHaveLength(MAILS_MAX);
  const oldest = mails.at(-1)?.file ?? '';
  const future = new Date(Date.UTC(2100, 0));
  await utimes(path.join(folder, oldest), future, future);
  expect((await readMailFolder(folder))[0]?.file).toBe(oldest);
});
