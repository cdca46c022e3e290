import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { enIncidents } from '#messages/en/incidents';

const TEXT = consoleIncidentsEn.composer;

/** `html` is sanitised on the server, like on the public page. */
export type Preview = {
  html: string;
  whatYouCanDo: string | null;
  state: string;
  mail: { subject: string; text: string } | null;
  webhook: string | null;
  /** Null for an internal update. */
  recipients: { people: number; webhooks: number } | null;
};

/** Previews the update on the page, in mail and in a webhook, with the number of recipients. An internal update shows its text only. */
export function PreviewPanel({
  preview: { html, whatYouCanDo, state, mail, webhook, recipients },
}: {
  preview: Preview;
}) {
  return (
    <div className="mt-3 space-y-4">
      <section aria-label={TEXT.previewPage} className="border-2 border-line p-3">
        <p className="text-small text-quiet">{TEXT.previewPage}</p>
        <p className="mt-1 font-semibold">{state}</p>
        <div className="markdown" dangerouslySetInnerHTML={{ __html: html }} />
        {whatYouCanDo !== null && (
          <p className="mt-2">
            <strong className="font-semibold">{enIncidents.whatYouCanDo}</strong> {whatYouCanDo}
          </p>
        )}
      </section>
      <p>{recipients ? TEXT.recipients(recipients) : TEXT.recipientsNone}</p>
      {mail && (
        <section aria-label={TEXT.previewMail} className="border-2 border-line p-3">
          <p className="text-small text-quiet">{TEXT.previewMail}</p>
          <p className="mt-1 font-semibold">{mail.subject}</p>
          <pre className="text-small whitespace-pre-wrap">{mail.text}</pre>
        </section>
      )}
      {webhook && (
        <section aria-label={TEXT.previewWebhook} className="border-2 border-line p-3">
          <p className="text-small text-quiet">{TEXT.previewWebhook}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard too */}
          <pre className="mt-1 max-h-96 overflow-auto text-small" tabIndex={0}>
            {webhook}
          </pre>
        </section>
      )}
    </div>
  );
}
