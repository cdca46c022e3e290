import { Icon } from '#components/ui/icon';
import { StatusIcon } from '#components/ui/status-icon';
import { CALLOUT_TONES } from '#components/ui/status-tokens.ts';
import { UtcTime } from '#components/ui/utc-time';
import { formatValue } from '#domain/postmortem/format-figure';
import type { CheckedFigure, FrozenVersion, PublicPostmortem } from '#domain/postmortem/published-version';
import { dayMomentUtc } from '#domain/time/format-utc';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import { enPostmortems } from '#messages/en/postmortems';
import { formatFactName } from './format-fact.ts';
import { nameOf } from './name-of.ts';

const TEXT = enPostmortemPages.seal;
const NAMES = new Intl.ListFormat('en-GB');

/** Shows that the figures of the text were checked: green if all agree with the record, else amber with a list of what differs. */
export function Seal({ postmortem: { frozen, changedFacts } }: { postmortem: PublicPostmortem }) {
  const { figures, checkedAt } = frozen.check;
  const explained = figures.filter(({ reason }) => reason !== null);
  const isClean = explained.length === 0 && changedFacts.length === 0;
  const { tint, line, solid } = CALLOUT_TONES[isClean ? 'ok' : 'deg'];
  return (
    <section
      id="seal"
      aria-labelledby="seal-title"
      className={`mt-5 flex gap-4 rounded-card border px-4 py-3.5 sm:px-5 ${tint} ${line}`}
    >
      <span className={`flex-none ${solid}`}>
        {isClean ? <Icon name="seal" className="size-5.5" /> : <StatusIcon tone="degraded_performance" size={22} />}
      </span>
      <div className="min-w-0 flex-1 text-status">
        <h2 id="seal-title" className="font-semibold">
          {TEXT.checked} <UtcTime at={checkedAt} text={dayMomentUtc(checkedAt)} />
        </h2>
        <p className="text-quiet">
          {formatCounts(figures)} {TEXT.evaluated} <Policies policies={frozen.policies} />.{' '}
          {figures.length > 0 && (
            <a href="#checks" className="link">
              {TEXT.each}
            </a>
          )}
        </p>
        {explained.length > 0 && (
          <ul className="mt-2 list-disc space-y-1 ps-5">
            {explained.map((figure, i) => (
              <Explained key={`${i} ${figure.text}`} figure={figure} />
            ))}
          </ul>
        )}
        <Changed frozen={frozen} changedFacts={changedFacts} />
      </div>
    </section>
  );
}

type Figures = readonly CheckedFigure[];

function formatCounts(figures: Figures): string {
  if (figures.length === 0) return TEXT.none;
  const count = (isCounted: (figure: CheckedFigure) => boolean) => figures.filter(isCounted).length;
  const explained = count(({ reason }) => reason !== null);
  const unmatched = count(({ verdict }) => verdict === 'not_in_record');
  const parts = [
    TEXT.matching(count(({ verdict }) => verdict === 'match')),
    ...(explained > 0 ? [TEXT.explained(explained)] : []),
    ...(unmatched > 0 ? [TEXT.unmatched(unmatched)] : []),
  ];
  return `${parts.join(', ')}.`;
}

/** Links the policy that was in force during the incident; several ones with their components. */
function Policies({ policies }: Pick<FrozenVersion, 'policies'>) {
  const versions = [...Map.groupBy(policies, ({ version }) => version)];
  return versions.map(([version, own], i) => (
    <span key={version}>
      {i > 0 && ', '}
      <a href={`/components/${own[0]?.component}#rules`} className="link">
        {versions.length === 1
          ? TEXT.policy(version)
          : TEXT.policyOf(version, NAMES.format(own.map(({ name }) => name)))}
      </a>
    </span>
  ));
}

function Explained({ figure: { text, section, recorded, reason, source } }: { figure: CheckedFigure }) {
  const from = source ?? 'monitoring';
  return (
    <li>
      <strong className="font-semibold">“{text}”</strong> ({enPostmortems.section[section]}).{' '}
      {recorded !== null && `${TEXT.recorded[from](recorded)} `}
      {TEXT.because[from]} {reason}
    </li>
  );
}

/** Lists what late data or a new policy has changed in the record since publication. */
function Changed({ frozen, changedFacts }: Pick<PublicPostmortem, 'frozen' | 'changedFacts'>) {
  if (changedFacts.length === 0) return null;
  const valueOfFact = (kind: CheckedFigure['kind'], value: number | null) =>
    value === null ? TEXT.absent : formatValue(kind, value, frozen.chart.from);
  return (
    <>
      <p className="mt-2">{TEXT.changed}</p>
      <ul className="list-disc space-y-1 ps-5">
        {changedFacts.map(({ key, kind, published, current }) => (
          <li key={key}>
            {formatFactName(key, nameOf(frozen))}:{' '}
            {TEXT.change(valueOfFact(kind, published), valueOfFact(kind, current))}
          </li>
        ))}
      </ul>
    </>
  );
}
