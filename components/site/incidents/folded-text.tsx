import { PublishedText } from '#components/site/frame/published-text';
import { Disclosure } from '#components/ui/disclosure';
import { beginningOf } from '#domain/incident/beginning';
import { enHome } from '#messages/en/home';

/** Shows the text of an update; of a long one, its beginning with the rest folded. */
export function FoldedText({ html, text }: { html: string; text: string }) {
  const beginning = beginningOf(text);
  if (beginning === null) return <PublishedText html={html} />;
  return (
    <>
      <p className="max-w-[65ch]">{beginning}</p>
      <Disclosure summary={enHome.openIncident.whole} className="mt-2">
        <div className="mt-2">
          <PublishedText html={html} />
        </div>
      </Disclosure>
    </>
  );
}
