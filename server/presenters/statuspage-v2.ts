import type { Instant } from '#domain/interval';
import type { Status } from '#domain/status';
import { type ComponentSummary, type GroupSummary, overallStatus, type SystemSummary } from '#domain/summary';
import { en } from '../../messages/en.ts';

export type PageV2 = { id: string; name: string; url: string; time_zone: 'Etc/UTC' };
type ComponentStatusV2 = 'operational' | 'degraded_performance' | 'partial_outage' | 'major_outage';
export type RollupV2 = { indicator: 'none' | 'minor' | 'major' | 'critical'; description: string };
export type ComponentV2 = {
  id: string;
  name: string;
  status: ComponentStatusV2;
  created_at: string;
  updated_at: string;
  position: number;
  description: string | null;
  showcase: boolean;
  start_date: string | null;
  group_id: string | null;
  page_id: string;
  group: boolean;
  only_show_if_degraded: boolean;
  /** Of a group alone: the ids of its members. */
  components?: string[];
};

/** Body of /api/v2/summary.json. */
export function summaryV2(summary: SystemSummary, page: PageV2) {
  return { ...componentsV2(summary, page), incidents: [], scheduled_maintenances: [], status: rollupV2(summary.components.map((c) => c.status)) };
}

/** Body of /api/v2/status.json. */
export function statusV2(summary: SystemSummary, page: PageV2) {
  return { page: pageV2(summary, page), status: rollupV2(summary.components.map((c) => c.status)) };
}

/** Body of /api/v2/components.json: each component, and each group before the first of its members. */
export function componentsV2(summary: SystemSummary, page: PageV2) {
  const members = Map.groupBy(summary.components, (component) => component.group?.publicId);
  const components = summary.components.flatMap((component) => {
    const own = componentV2(component, page.id);
    const ofGroup = component.group && (members.get(component.group.publicId) as ComponentSummary[]); // it is one of them
    return component.group && ofGroup?.[0] === component ? [groupV2(component.group, ofGroup, page.id), own] : [own];
  });
  return { page: pageV2(summary, page), components };
}

/** Indicator of the whole. Of components whose state is not known, and of none at all, it never says "none". */
export function rollupV2(statuses: readonly Status[]): RollupV2 {
  const text = en.v2.rollup;
  const has = (status: Status) => statuses.includes(status);
  if (has('major_outage')) {
    return statuses.every((status) => status === 'major_outage')
      ? { indicator: 'critical', description: text.critical }
      : { indicator: 'major', description: text.major };
  }
  if (has('partial_outage')) return { indicator: 'minor', description: text.minorOutage };
  if (has('degraded_performance')) return { indicator: 'minor', description: text.minorDegraded };
  if (statuses.length === 0 || has('unknown') || has('not_monitored')) return { indicator: 'minor', description: text.missing };
  return { indicator: 'none', description: text.none };
}

function pageV2(summary: SystemSummary, page: PageV2) {
  return { id: page.id, name: page.name, url: page.url, time_zone: page.time_zone, updated_at: iso(summary.generatedAt) };
}

function componentV2(component: ComponentSummary, pageId: string): ComponentV2 {
  const createdAt = iso(component.createdAt);
  return {
    id: component.publicId,
    name: component.name,
    status: statusOfV2(component.status),
    created_at: createdAt,
    updated_at: component.since === null ? createdAt : iso(Math.max(component.since, component.createdAt)),
    position: component.position,
    description: descriptionV2(component),
    showcase: true,
    start_date: createdAt.slice(0, 10),
    group_id: component.group?.publicId ?? null,
    page_id: pageId,
    group: false,
    only_show_if_degraded: false,
  };
}

/** A group is as bad as the worst of its members. */
function groupV2(group: GroupSummary, members: readonly ComponentSummary[], pageId: string): ComponentV2 {
  const own = members.map((member) => componentV2(member, pageId));
  const status = overallStatus(members.map((member) => member.status));
  return {
    id: group.publicId,
    name: group.name,
    status: statusOfV2(status),
    created_at: own.map((member) => member.created_at).sort()[0] as string, // a group has members
    updated_at: own
      .map((member) => member.updated_at)
      .sort()
      .at(-1) as string,
    position: Math.min(...members.map((member) => member.position)),
    description: descriptionV2({ status, description: null }),
    showcase: false,
    start_date: null,
    group_id: null,
    page_id: pageId,
    group: true,
    only_show_if_degraded: false,
    components: own.map(({ id }) => id),
  };
}

/** Statuspage has no word for not knowing; degraded, with a description that says so, is the nearest. */
function statusOfV2(status: Status): ComponentStatusV2 {
  return status === 'unknown' || status === 'not_monitored' ? 'degraded_performance' : status;
}

function descriptionV2({ status, description }: Pick<ComponentSummary, 'status' | 'description'>): string | null {
  if (status !== 'unknown' && status !== 'not_monitored') return description;
  const missing = status === 'unknown' ? en.v2.missing : en.v2.notMonitored;
  return description === null ? missing : `${missing} ${description}`;
}

function iso(t: Instant): string {
  return new Date(t).toISOString();
}
