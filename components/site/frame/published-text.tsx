/** From this length on, an unbroken word takes browsers a second to lay out, because they adjust the distance of each pair of letters again and again. */
const LONG_WORD = /[^\s<>]{500}/;

/** Shows a text by people as HTML, which server/markdown sanitised. */
export function PublishedText({ html }: { html: string }) {
  const className = LONG_WORD.test(html) ? 'markdown [font-kerning:none]' : 'markdown';
  return <div className={className} dangerouslySetInnerHTML={{ __html: html }} />;
}
