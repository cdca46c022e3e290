import type { Instant } from '#domain/interval';
import { levelOf } from '#domain/status';
import type { ComponentSummary, SystemSummary } from '#domain/summary';
import { en } from '../messages/en.ts';
import { type Tone, toneOf } from './status-tokens.ts';

type Kind = Tone | 'recovering' | 'worsening';
/** A sentence in plain words; where `since` is known, "since …" stands between `before` and `after`. */
export type Headline = { tone: Tone; before: string; since: Instant | null; after: string };
type Group = { kind: Kind; tone: Tone; since: Instant | null; names: string[] };

const URGENCY: readonly Tone[] = ['major_outage', 'partial_outage', 'degraded_performance', 'possible', 'unknown', 'not_monitored', 'operational'];
const NAMES = new Intl.ListFormat('en-GB');

/** What is to be said of the whole, the most urgent first; calm is said only where everything is calm. */
export function headlines(summary: SystemSummary): [Headline, ...Headline[]] {
  const groups = groupsOf(summary.components).sort((a, b) => urgency(a) - urgency(b));
  const [first, ...rest] = groups.filter((group) => group.kind !== 'operational').map((group) => sentence(group, summary.components.length));
  if (first) return [first, ...rest];
  if (groups.length === 0) return [{ tone: 'not_monitored', before: en.headline.noneMonitored, since: null, after: '' }];
  return [{ tone: 'operational', before: en.headline.allOperational, since: null, after: '' }];
}

/** Components of which the same thing is true since the same moment share a sentence. */
function groupsOf(components: readonly ComponentSummary[]): Group[] {
  const groups = new Map<string, Group>();
  for (const component of components) {
    for (const { kind, since } of truths(component)) {
      const tone = toneOf(component);
      const key = `${kind} ${tone} ${since}`;
      const group = groups.get(key) ?? { kind, tone, since, names: [] };
      group.names.push(component.name);
      groups.set(key, group);
    }
  }
  return [...groups.values()];
}

function truths(component: ComponentSummary): { kind: Kind; since: Instant | null }[] {
  const kind = toneOf(component);
  if (kind === 'possible') return [{ kind, since: component.phaseSince }];
  if (levelOf(component.status) === 0) return [{ kind, since: kind === 'unknown' ? component.since : null }];
  if (component.phase === 'recovering') return [{ kind: 'recovering', since: component.phaseSince }];
  const own = { kind, since: component.since };
  return component.phase === 'possible' ? [own, { kind: 'worsening', since: component.phaseSince }] : [own];
}

function urgency(group: Group): number {
  return URGENCY.indexOf(group.tone) * 3 + (group.kind === 'recovering' ? 1 : 0) + (group.kind === 'worsening' ? 2 : 0);
}

function sentence(group: Group, componentCount: number): Headline {
  const { kind, tone, since } = group;
  const isUnconfirmed = kind === 'possible' || kind === 'worsening';
  return { tone, before: clause(group, group.names.length === componentCount), since, after: isUnconfirmed ? `; ${en.unconfirmed}` : '' };
}

function clause({ kind, names }: Group, isAll: boolean): string {
  if (kind === 'operational') return en.headline.allOperational;
  if (kind === 'unknown' && isAll) return en.headline.allMissing;
  if (kind === 'not_monitored' && isAll) return en.headline.noneMonitored;
  return en.headline[kind](NAMES.format(names), names.length > 1);
}
