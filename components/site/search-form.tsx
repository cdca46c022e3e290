import { enIncidents } from '#messages/en/incidents';

const TEXT = enIncidents.search;

/** Shows the form that searches published updates. */
export function SearchForm({ text }: { text: string }) {
  return (
    <search id="search" className="mt-6 block">
      <form method="get" action="/history" className="flex max-w-prose flex-wrap items-end gap-3">
        <div className="grow">
          <label htmlFor="q" className="block font-semibold">
            {TEXT.label}
          </label>
          <input id="q" name="q" type="search" defaultValue={text} maxLength={100} className="field mt-1" />
        </div>
        <button type="submit" className="button">
          {TEXT.submit}
        </button>
      </form>
    </search>
  );
}
