/** A text that people wrote, as HTML that was sanitised (server/markdown). */
export function Told({ html }: { html: string }) {
  return <div className="told" dangerouslySetInnerHTML={{ __html: html }} />;
}
