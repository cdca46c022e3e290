import { levelOf, type Status } from '#domain/measurement/status';
import { type ComponentSummary, type GroupSummary, overallStatus } from '#domain/site/summary';
import { en } from '#messages/en/site';
import { iso } from './page.ts';

type ComponentStatusV2 = 'operational' | 'degraded_performance' | 'partial_outage' | 'major_outage';
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
  /** The ids of the members; groups only. */
  components?: string[];
};

/** Returns the worse of the measured status and the status in open incidents. */
export function worseOf({ status, stated }: Pick<ComponentSummary, 'status' | 'stated'>): Status {
  return stated !== null && levelOf(stated) > levelOf(status) ? stated : status;
}

/** Formats a component for Statuspage clients. */
export function componentV2(component: ComponentSummary, pageId: string): ComponentV2 {
  const status = worseOf(component);
  const createdAt = iso(component.createdAt);
  return {
    id: component.publicId,
    name: component.name,
    status: statusOfV2(status),
    created_at: createdAt,
    updated_at: component.since === null ? createdAt : iso(Math.max(component.since, component.createdAt)),
    position: component.position,
    description: descriptionV2({ status, description: component.description }),
    showcase: true,
    start_date: createdAt.slice(0, 10),
    group_id: component.group?.publicId ?? null,
    page_id: pageId,
    group: false,
    only_show_if_degraded: false,
  };
}

/** Formats a group, which has the worst status of its members. */
export function groupV2(group: GroupSummary, members: readonly ComponentSummary[], pageId: string): ComponentV2 {
  const own = members.map((member) => componentV2(member, pageId));
  const status = overallStatus(members.map(worseOf));
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

/** Statuspage has no unknown status. Degraded, with an explaining description, is the closest one. */
function statusOfV2(status: Status): ComponentStatusV2 {
  return status === 'unknown' || status === 'not_monitored' ? 'degraded_performance' : status;
}

function descriptionV2({ status, description }: Pick<ComponentSummary, 'status' | 'description'>): string | null {
  if (status !== 'unknown' && status !== 'not_monitored') return description;
  const missing = status === 'unknown' ? en.v2.missing : en.v2.notMonitored;
  return description === null ? missing : `${missing} ${description}`;
}
