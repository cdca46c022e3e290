import { enMail } from '#messages/en/mail';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { readBrand } from '#server/catalog/reads/read-brand';
import type { MailOutcome } from '#server/context';
import { AppError } from '#server/errors';
import { renderMail } from '#server/mail/render-mail';

/** Test e-mails of all staff within the window. */
const TESTS_MAX = 5;
const WINDOW_MS = 10 * 60_000;

/**
 * Sends a test e-mail to the signed-in person, through the mail servers for subscribers. Returns its outcome. Errors: forbidden, too_many_attempts.
 */
export async function sendTestMail(ctx: ActingContext): Promise<MailOutcome> {
  authorize(ctx, 'incident:update');
  const { actor } = ctx;
  if (actor.kind !== 'staff')
    throw new AppError('forbidden', 'Test e-mails can only be sent by staff signed in to the console.');
  const now = ctx.clock.now();
  const { email } = await ctx.prisma.staff.findUniqueOrThrow({ where: { id: actor.id }, select: { email: true } });
  await ctx.prisma.$transaction(async (tx) => {
    await appendAudit(tx, ctx, {
      action: 'mail:test',
      object: { kind: 'delivery', id: 'test' },
      before: null,
      after: null,
    }); // it locks the log, so that tests that come at once count each other
    const sent = await tx.auditRow.count({ where: { action: 'mail:test', at: { gt: new Date(now - WINDOW_MS) } } });
    if (sent > TESTS_MAX)
      throw new AppError('too_many_attempts', `The limit is ${TESTS_MAX} test e-mails in 10 minutes. Try again later.`);
  });
  const brand = await readBrand(ctx);
  const { subject, title, text, button, reason } = enMail.test;
  const parts = renderMail({
    brand,
    head: { tone: 'operational', title },
    body: [text],
    button: { label: button, url: `${ctx.publicOrigin}/console/deliveries` },
    reason: reason(email),
  });
  return ctx.subscriberMail.send({ to: email, subject: `[${brand.title}] ${subject}`, ...parts });
}
