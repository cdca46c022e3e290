import { beforeAll, expect, test } from 'vitest';
import type { ActingContext } from '#server/actor';
import { testWorld } from '#server/test/database';
import { mailsIn } from '#server/test/mailbox';
import { as, plantPerson, VERA } from '#server/test/people';
import { sendTestMail } from './send-test-mail.ts';

const world = testWorld();
const MINUTE = 60_000;
let ada: ActingContext;
let address = '';
beforeAll(async () => {
  const { id, email } = await plantPerson(world.ctx, 'Ada Admin', 'admin');
  ada = as(world.ctx, { kind: 'staff', id, name: 'Ada Admin', role: 'admin' });
  address = email;
});

test('a test e-mail goes to the signed-in person, at most five times in ten minutes', async () => {
  for (let i = 0; i < 5; i++) expect(await sendTestMail(ada)).toMatchObject({ kind: 'sent' });
  const mails = await mailsIn(world.mailFolder);
  expect(mails.map(({ to, subject }) => [to, subject])).toEqual(
    Array(5).fill([address, '[Service status] Test e-mail']),
  );
  await expect(sendTestMail(ada)).rejects.toMatchObject({ code: 'too_many_attempts' });
  world.clock.set(world.clock.now() + 10 * MINUTE);
  expect(await sendTestMail(ada)).toMatchObject({ kind: 'sent' });
});

test('viewers cannot send one', async () => {
  await expect(sendTestMail(as(world.ctx, VERA))).rejects.toMatchObject({ code: 'forbidden' });
});
