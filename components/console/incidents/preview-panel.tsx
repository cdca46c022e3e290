import { consoleIncidentsEn } from '../../../messages/console-incidents-en.ts';

const TEXT = consoleIncidentsEn.composer;

/** `html` was sanitised on the server, as what the public page shows. */
export type Preview = { html: string; state: string; mail: { subject: string; text: string } };

/** What readers would see, on the page and by mail. */
export function PreviewPanel({ preview: { html, state, mail } }: { preview: Preview }) {
  return (
    <div className="mt-3 space-y-4">
      <section aria-label={TEXT.previewPage} className="border-2 border-line p-3">
        <p className="text-sm text-quiet">{TEXT.previewPage}</p>
        <p className="mt-1 font-semibold">{state}</p>
        <div className="told" dangerouslySetInnerHTML={{ __html: html }} />
      </section>
      <section aria-label={TEXT.previewMail} className="border-2 border-line p-3">
        <p className="text-sm text-quiet">{TEXT.previewMail}</p>
        <p className="mt-1 font-semibold">{mail.subject}</p>
        <pre className="text-sm whitespace-pre-wrap">{mail.text}</pre>
      </section>
    </div>
  );
}
