import { ButtonLink } from '#components/ui/button';
import { enIncidentPages } from '#messages/en/incident-pages';

const TEXT = enIncidentPages.history;

/** Shows links to the pages before and after, to all incidents, and to the feeds. Those without an address are left out. */
export function HistoryPages({ newer, older, all }: Record<'newer' | 'older' | 'all', string | null>) {
  return (
    <div id="pages" className="mt-7 flex flex-wrap items-center justify-between gap-3 print:hidden">
      <nav aria-label={TEXT.pages} className="flex flex-wrap gap-3" hidden={!newer && !older && !all}>
        {newer !== null && (
          <ButtonLink href={newer} rel="prev">
            {TEXT.newer}
          </ButtonLink>
        )}
        {older !== null && (
          <ButtonLink href={older} rel="next">
            {TEXT.older}
          </ButtonLink>
        )}
        {all !== null && <ButtonLink href={all}>{TEXT.all}</ButtonLink>}
      </nav>
      <p className="text-small text-quiet">
        <a href="/history.rss" className="link">
          {TEXT.rss}
        </a>{' '}
        ·{' '}
        <a href="/history.atom" className="link">
          {TEXT.atom}
        </a>
      </p>
    </div>
  );
}
