import { formatFleet } from '#components/ui/format-fleet.ts';
import { StatusIcon } from '#components/ui/status-icon';
import { STATUS_TOKENS } from '#components/ui/status-tokens.ts';
import { UtcTime } from '#components/ui/utc-time';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import type { OnCallComponent } from '#server/incidents/console/view-types';

const TEXT = consoleIncidentsEn;

/** Shows the current monitoring status of each component, independent of the published one. */
export function ProbesNow({ components, now }: { components: readonly OnCallComponent[]; now: Instant }) {
  return (
    <section className="mt-8" aria-labelledby="probes">
      <h2 id="probes" className="text-section">
        {TEXT.probesNow}
      </h2>
      <ul>
        {components.map((component) => (
          <li key={component.slug} className="border-b border-line py-3">
            <p className="flex items-start gap-2">
              <StatusIcon tone={component.tone} className="mt-0.5" />
              <span>
                <a
                  href={`/components/${component.slug}`}
                  className="inline-block min-h-6 font-semibold underline decoration-line underline-offset-4"
                >
                  {component.name}
                </a>{' '}
                <span className={STATUS_TOKENS[component.tone].ink}>{STATUS_TOKENS[component.tone].label}</span>
                <Phase component={component} now={now} />
              </span>
            </p>
            <p className="ps-7 text-small text-quiet">{formatFleet(component)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Phase({ component: { phase, phaseSince }, now }: { component: OnCallComponent; now: Instant }) {
  if (phase === 'steady' || phaseSince === null) return null;
  return (
    <>
      , {TEXT[phase]} <UtcTime at={phaseSince} text={formatMoment(phaseSince, now)} />
    </>
  );
}
