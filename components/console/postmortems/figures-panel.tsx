import { formatFactName } from '#components/site/postmortems/format-fact.ts';
import { Card, CardSection } from '#components/ui/card';
import { Disclosure } from '#components/ui/disclosure';
import { Icon } from '#components/ui/icon';
import { UtcTime } from '#components/ui/utc-time';
import { contentParts } from '#domain/postmortem/content-parts';
import { findingKeys } from '#domain/postmortem/edited-text';
import type { CheckedFigure } from '#domain/postmortem/published-version';
import { formatMomentExact } from '#domain/time/format-utc';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import type { StaffPostmortem } from '#server/postmortems/view-types';
import { componentNamesOf, type FigureCounts, figuresOf } from './figures-of.ts';
import { FindingCard } from './finding-card.tsx';

const TEXT = consolePostmortemsEn.figures;

type Props = { postmortem: StaffPostmortem; canEdit: boolean };

/** Shows the check of the stored text: figures that differ in the order of the text, explained ones, and those that match. */
export function FiguresPanel({ postmortem, canEdit }: Props) {
  const { record, findings, content, now } = postmortem;
  if (!record) return <FiguresFrame>{TEXT.noRecord}</FiguresFrame>;
  const { matching, counts } = figuresOf(postmortem);
  const keys = findingKeys(findings);
  const texts = new Map(contentParts(content).map(({ section, entry, text }) => [`${section} ${entry}`, text]));
  const shown = findings
    .map((finding, i) => ({
      finding,
      key: keys[i] as string, // one key each
      text: texts.get(`${finding.section} ${finding.entry}`) ?? '',
    }))
    .filter(({ finding: { verdict } }) => verdict === 'differs' || verdict === 'contradicts');
  const [open, explained] = [
    shown.filter(({ finding }) => finding.reason === null),
    shown.filter(({ finding }) => finding.reason !== null),
  ];
  return (
    <Card id="figures" labelledBy="figures-title" className="scroll-mt-6">
      <CardSection className="sm:px-5 sm:py-4">
        <div className="flex flex-wrap items-baseline justify-between gap-x-3">
          <h2 id="figures-title" className="text-section">
            {TEXT.title}
          </h2>
          <p className="text-micro text-quiet">
            {TEXT.checked} <UtcTime at={now} text={formatMomentExact(now, now)} isExact />
          </p>
        </div>
        <Counts counts={counts} />
      </CardSection>
      {[...open, ...explained].map((one, i) => (
        <FindingCard
          key={one.key}
          finding={one.finding}
          id={one.key}
          text={one.text}
          number={i + 1}
          isExplained={i >= open.length}
          nameOf={componentNamesOf(postmortem)}
          canEdit={canEdit}
        />
      ))}
      {matching.length > 0 && (
        <CardSection className="sm:px-5 sm:py-3">
          <Matching figures={matching} nameOf={componentNamesOf(postmortem)} isOpen={open.length === 0} />
        </CardSection>
      )}
    </Card>
  );
}

function FiguresFrame({ children }: { children: string }) {
  return (
    <Card id="figures" labelledBy="figures-title">
      <CardSection className="sm:px-5 sm:py-4">
        <h2 id="figures-title" className="text-section">
          {TEXT.title}
        </h2>
        <p className="mt-1">{children}</p>
      </CardSection>
    </Card>
  );
}

/** Shows how many figures match, differ and are explained, as a bar and in words. */
function Counts({ counts }: { counts: FigureCounts }) {
  const { matching, differing, explained, unmatched } = counts;
  if (matching + differing + explained + unmatched === 0) return <p className="mt-1 text-small">{TEXT.none}</p>;
  const parts = [
    matching > 0 && { key: 'match', value: matching, text: TEXT.match(matching), ink: '' },
    differing > 0 && {
      key: 'differ',
      value: differing,
      text: TEXT.differ(differing),
      ink: 'font-semibold text-deg-ink',
    },
    explained > 0 && { key: 'explained', value: explained, text: TEXT.explained, ink: '' },
  ].filter((part) => part !== false);
  return (
    <>
      <CountBar counts={counts} />
      <p className="mt-2 text-small">
        {parts.map(({ key, value, text, ink }, i) => (
          <span key={key} className={ink}>
            {i > 0 && ', '}
            <strong className={`font-semibold ${ink}`}>{value}</strong> {text}
          </span>
        ))}
      </p>
      {unmatched > 0 && <p className="text-micro text-quiet">{TEXT.unmatched(unmatched)}</p>}
    </>
  );
}

function CountBar({ counts: { matching, differing, explained } }: { counts: FigureCounts }) {
  const all = matching + differing + explained;
  if (all === 0) return null;
  const width = (n: number) => `${(n / all) * 100}%`;
  return (
    <svg aria-hidden="true" className="mt-2 block h-2 w-full rtl:-scale-x-100">
      <rect width={width(matching)} height="8" className="fill-ok-bar" />
      <rect x={width(matching)} width={width(differing)} height="8" className="fill-deg-bar stroke-surface" />
      {explained > 0 && (
        <rect
          x={width(matching + differing)}
          y="0.5"
          width={width(explained)}
          height="7"
          strokeDasharray="3 2"
          className="fill-surface stroke-edge"
        />
      )}
    </svg>
  );
}

type MatchingProps = { figures: readonly CheckedFigure[]; nameOf: (slug: string) => string; isOpen: boolean };

function Matching({ figures, nameOf, isOpen }: MatchingProps) {
  return (
    <Disclosure summary={TEXT.matchList(figures.length)} isOpen={isOpen}>
      <ul className="mt-1">
        {figures.map(({ fact, kind, text }, i) => (
          <li key={`${i} ${text}`} className="flex items-start gap-2 py-1 text-small">
            <Icon name="check" className="mt-0.5 size-4 text-ok-solid" />
            <span className="flex-1">
              {fact === null ? enPostmortemPages.checks.kind[kind] : formatFactName(fact, nameOf)}
            </span>
            <strong className="text-end font-semibold">
              <bdi>{text}</bdi>
            </strong>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
