import { BackLink } from '#components/site/frame/back-link';
import { Disclosure } from '#components/ui/disclosure';
import { UtcTime } from '#components/ui/utc-time';
import { formatMomentExact } from '#domain/time/format-utc';
import { consoleDeliveriesEn } from '#messages/en/console-deliveries';
import { page, titleOf } from '#server/http/page';
import { writtenMails } from '#server/subscribers/reads/written-mails';

const TEXT = consoleDeliveriesEn.mail;
export const generateMetadata = titleOf('subscriber:read', TEXT.title);

export default page('subscriber:read', async (ctx) => {
  const mails = await writtenMails(ctx);
  const now = ctx.clock.now();
  return (
    <>
      <BackLink href="/console/deliveries">{TEXT.back}</BackLink>
      <h1 className="text-title">{TEXT.title}</h1>
      <p className="mt-1 text-quiet">{mails === null ? TEXT.configured : TEXT.intro}</p>
      {mails?.length === 0 && <p className="mt-6">{TEXT.none}</p>}
      <ul className="mt-5">
        {mails?.map(({ file, to, subject, text, writtenAt }) => (
          <li key={file} className="border-b border-line py-3">
            <p className="text-small text-quiet">
              <UtcTime at={writtenAt} text={formatMomentExact(writtenAt, now)} isExact /> · {to} · {file}
            </p>
            <Disclosure summary={subject}>
              <pre className="mt-2 overflow-x-auto rounded-control bg-sunken p-4 text-small whitespace-pre-wrap">
                {text}
              </pre>
            </Disclosure>
          </li>
        ))}
      </ul>
    </>
  );
});
