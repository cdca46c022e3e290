import { Icon } from '#components/ui/icon';
import { StatusWord } from '#components/ui/status-word';
import { TONES, toneOf } from '#domain/measurement/tone';
import type { ComponentSummary, GroupSummary } from '#domain/site/summary';
import type { Instant } from '#domain/time/interval';
import { enHome } from '#messages/en/home';
import { ComponentRow } from './component-row.tsx';

type Props = { group: GroupSummary; components: readonly ComponentSummary[]; now: Instant };

/** Shows the components of a group, affected ones first. Collapsed while all are operational. */
export function ComponentGroup({ group, components, now }: Props) {
  const affected = components.filter((component) => toneOf(component) !== 'operational');
  const tones = components.map(toneOf);
  const worst = TONES.find((tone) => tones.includes(tone)) ?? 'not_monitored';
  const operational = components.filter((component) => !affected.includes(component));
  return (
    <details id={`_${group.slug}`} open={affected.length > 0} className="component-group">
      <summary>
        <Icon name="chevron" className="size-3.5 text-quiet" />
        <h3 className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2 text-row font-label">
          {group.name}
          <span className="text-small font-normal text-quiet">
            {affected.length > 0
              ? enHome.group.affected(affected.length, components.length)
              : enHome.group.count(components.length)}
          </span>
        </h3>
        <span className="component-status sm:w-46">
          <StatusWord tone={worst} size={16} />
        </span>
      </summary>
      <ul>
        {[...affected, ...operational].map((component) => (
          <ComponentRow key={component.publicId} component={component} now={now} />
        ))}
      </ul>
    </details>
  );
}
