import { Card } from '#components/ui/card';
import { formatTarget } from '#components/ui/format-share.ts';
import { Segment } from '#components/ui/tabs';
import { toneOf } from '#domain/measurement/tone';
import { type ComponentSummary, componentsByGroup, type SystemSummary } from '#domain/site/summary';
import { verdictOf } from '#domain/sla/verdict';
import { monthNameUtc } from '#domain/time/format-brief';
import { enHome } from '#messages/en/home';
import { en } from '#messages/en/site';
import { ComponentGroup } from './component-group.tsx';
import { ComponentRow, VerdictMark } from './component-row.tsx';
import { ComponentSection } from './component-section.tsx';
import { DayStripAxis } from './day-strip-axis.tsx';

/** With more components, each is one row. Those in groups always are. */
const IN_FULL_MAX = 6;

type Props = { summary: SystemSummary; isAffectedOnly: boolean };

/** Shows all components: a few of them in full, many and groups as rows. `isAffectedOnly`: only those that are not operational. */
export function ComponentList({ summary, isAffectedOnly }: Props) {
  const { components, generatedAt: now } = summary;
  if (components.length === 0) return null;
  const isInFull = components.length <= IN_FULL_MAX && components.some(({ group }) => group === null);
  if (!isInFull) return <Rows summary={summary} isAffectedOnly={isAffectedOnly} />;
  return (
    <section id="_components" aria-labelledby="_components-title" className="mt-4 sm:mt-6">
      <h2 id="_components-title" className="sr-only">
        {en.components}
      </h2>
      <Card>
        {componentsByGroup(components).map(({ group, components: own }) =>
          group ? (
            <ComponentGroup key={group.publicId} group={group} components={own} now={now} />
          ) : (
            own.map((component) => <ComponentSection key={component.publicId} component={component} now={now} />)
          ),
        )}
      </Card>
    </section>
  );
}

function Rows({ summary: { components, generatedAt: now }, isAffectedOnly }: Props) {
  const affected = components.filter((component) => toneOf(component) !== 'operational');
  const shown = isAffectedOnly && affected.length > 0 ? affected : components;
  const items = [
    { href: '/', text: enHome.componentFilter.all(components.length), isCurrent: shown === components },
    {
      href: '/?show=affected',
      text: enHome.componentFilter.affected(affected.length),
      isCurrent: shown !== components,
    },
  ];
  return (
    <section id="_components" aria-labelledby="_components-title" className="mt-9 sm:mt-12">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <h2 id="_components-title" className="text-section">
          {en.components}
        </h2>
        {affected.length > 0 && <Segment label={enHome.componentFilter.label} items={items} />}
      </div>
      <Card>
        <div aria-hidden="true" className="component-head">
          <span>{en.component.one}</span>
          <DayStripAxis days={components[0]?.days ?? []} />
          <span className="text-end">{en.figures.soFar(monthNameUtc(now))}</span>
          <span>{en.component.regionHead.status}</span>
        </div>
        {componentsByGroup(shown).map(({ group, components: own }) =>
          group ? (
            <ComponentGroup key={group.publicId} group={group} components={own} now={now} />
          ) : (
            <ul key={own[0]?.publicId}>
              {own.map((component) => (
                <ComponentRow key={component.publicId} component={component} now={now} />
              ))}
            </ul>
          ),
        )}
      </Card>
      <TargetRule components={components} />
    </section>
  );
}

/** Explains the marks of targets once. */
function TargetRule({ components }: { components: readonly ComponentSummary[] }) {
  const targets = new Set(components.map(({ targetMillionths }) => targetMillionths));
  const [target] = targets;
  const verdicts = new Set(
    components.flatMap(({ month }) => (month.hasEnoughData ? (verdictOf(month, month.budget) ?? []) : [])),
  );
  return (
    <p className="mt-4 flex flex-wrap items-center gap-x-1.5 text-small text-quiet">
      {targets.size === 1 && target !== undefined ? en.sla.oneTarget(formatTarget(target)) : en.sla.ownTargets}
      {(['met_so_far', 'at_risk', 'missed'] as const)
        .filter((verdict) => verdicts.has(verdict))
        .map((verdict) => (
          <span key={verdict} className="inline-flex items-center gap-1.5">
            <VerdictMark verdict={verdict} />
            <span aria-hidden="true">{en.sla.verdict[verdict]}</span>
          </span>
        ))}
      <a href="/uptime" className="link">
        {en.figures.allShort}
      </a>
    </p>
  );
}
