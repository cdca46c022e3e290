/** Shows a text by people as HTML, which server/markdown sanitised. */
export function PublishedText({ html }: { html: string }) {
  return <div className="markdown" dangerouslySetInnerHTML={{ __html: html }} />;
}
