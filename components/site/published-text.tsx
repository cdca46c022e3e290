/** A text that people wrote, as HTML that was sanitised (server/markdown). */
export function PublishedText({ html }: { html: string }) {
  return <div className="told" dangerouslySetInnerHTML={{ __html: html }} />;
}
