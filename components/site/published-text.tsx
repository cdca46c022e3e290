/** Shows a text by people as HTML, which server/markdown sanitised. */
export function PublishedText({ html }: { html: string }) {
  return <div className="told" dangerouslySetInnerHTML={{ __html: html }} />;
}
