import { UtcTime } from '#components/ui/utc-time';
import { PROMISE_SOON_MS } from '#domain/alerting/alert-conditions';
import type { Contradiction } from '#domain/incident/contradiction';
import type { LowCoverage } from '#domain/measurement/low-coverage';
import { dayUtc, formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { en } from '#messages/en/site';
import type { OnCallIncident, WaitingText } from '#server/incidents/console/view-types';
import type { PostmortemTask } from '#server/postmortems/reads/postmortem-tasks';

const TEXT = consoleIncidentsEn;

type Need = { key: string; text: string; at: Instant | null; href: string; link: string };

type Props = {
  contradictions: readonly Contradiction[];
  unseen: readonly LowCoverage[];
  incidents: readonly OnCallIncident[];
  waiting: readonly WaitingText[];
  postmortems: readonly PostmortemTask[];
  now: Instant;
};

/**
 * Shows what needs attention: contradictions between the page and monitoring, components without data, updates that are due, unacknowledged incidents,
 * drafts that await approval, and post-mortems that are due, await approval or whose record has changed.
 */
export function NeedsAttention({ contradictions, unseen, incidents, waiting, postmortems, now }: Props) {
  const needs = [
    ...contradictions.map(contradictionNeed),
    ...unseen.map(unseenNeed),
    ...incidents.flatMap((incident) => needsOf(incident, now)),
    ...waiting.map(waitingNeed),
    ...postmortems.map(postmortemNeed),
  ];
  return (
    <section className="mt-6" aria-labelledby="needs">
      <h2 id="needs" className="text-section">
        {TEXT.needsAttention}
      </h2>
      {needs.length === 0 ? (
        <p className="mt-2">{TEXT.nothingNeedsAttention}</p>
      ) : (
        <ul className="mt-2 space-y-2">
          {needs.map(({ key, text, at, href, link }) => (
            <li key={key} className="border-s-4 border-par-solid ps-3">
              {text} {at !== null && <UtcTime at={at} text={formatMoment(at, now)} />}{' '}
              <a href={href} className="inline-block min-h-6 text-accent underline underline-offset-4">
                {link}
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function contradictionNeed({ kind, slug, name, status, stated }: Contradiction): Need {
  const [measured, published] = [en.label[status], stated === null ? '' : en.label[stated]];
  const text = {
    unpublished: TEXT.contradiction.noPublicIncident(name, measured),
    understated: TEXT.contradiction.understated(name, measured, published),
    overstated: TEXT.contradiction.overstated(name, published),
  };
  const href =
    kind === 'unpublished'
      ? `/console/incidents/new?component=${slug}`
      : `/console/incidents?state=open&component=${slug}`;
  return {
    key: `${kind} ${slug}`,
    text: text[kind],
    at: null,
    href,
    link: kind === 'unpublished' ? TEXT.openIncident : TEXT.look,
  };
}

function unseenNeed({ slug, name, isUnknown, seen, all }: LowCoverage): Need {
  const text = isUnknown ? TEXT.unseen.unknown(name, seen, all) : TEXT.unseen.few(name, seen, all);
  return { key: `unseen ${slug}`, text, at: null, href: `/components/${slug}`, link: TEXT.look };
}

function waitingNeed({ publicId, title, since }: WaitingText): Need {
  return {
    key: `waiting ${publicId}`,
    text: TEXT.approval.need(title),
    at: since,
    href: `/console/incidents/${publicId}`,
    link: TEXT.look,
  };
}

/** A promised day is part of the text, because it has no time. */
function postmortemNeed({ publicId, title, kind, at }: PostmortemTask): Need {
  const hasDay = kind === 'due' || kind === 'overdue';
  return {
    key: `${kind} ${publicId}`,
    text: hasDay ? TEXT.postmortem[kind](title, dayUtc(at)) : TEXT.postmortem[kind](title),
    at: hasDay ? null : at,
    href: `/console/postmortems/${publicId}`,
    link: TEXT.look,
  };
}

function needsOf(
  { publicId, title, isPublic, isAcknowledged, heldUntil, nextUpdateBy }: OnCallIncident,
  now: Instant,
): Need[] {
  const link = { href: `/console/incidents/${publicId}`, link: TEXT.look };
  const needs: Need[] = [];
  if (nextUpdateBy !== null && nextUpdateBy < now + PROMISE_SOON_MS)
    needs.push({
      key: `promise ${publicId}`,
      text: nextUpdateBy < now ? TEXT.promise.lapsed(title) : TEXT.promise.soon(title),
      at: nextUpdateBy,
      ...link,
    });
  if (!isPublic)
    needs.push({
      key: `held ${publicId}`,
      text: heldUntil === null ? TEXT.heldForGood(title) : TEXT.held(title),
      at: heldUntil,
      ...link,
    });
  else if (!isAcknowledged)
    needs.push({ key: `unconfirmed ${publicId}`, text: TEXT.unacknowledged(title), at: null, ...link });
  return needs;
}
