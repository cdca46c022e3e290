import type { Level } from '#domain/measurement/status';

/** The level from which a public update needs two people: one who writes it and another who publishes it. */
export const APPROVALS = ['none', 'partial', 'major'] as const;
export type Approval = (typeof APPROVALS)[number];

const LEVEL_FROM: Record<Approval, number> = { none: Number.POSITIVE_INFINITY, partial: 2, major: 3 };

/** Returns whether the worst level of an incident requires approval by the settings of one of its components. */
export function needsTwo(approvals: readonly Approval[], levels: readonly Level[]): boolean {
  const worst = Math.max(0, ...levels);
  return approvals.some((approval) => worst >= LEVEL_FROM[approval]);
}

/** `acknowledgedAt`: when a person first informed readers of the incident, or opened it. */
type Before = { publicAt: unknown; acknowledgedAt: unknown };

/** Returns whether an update needs no approval because it is the first public one, or the first of a person after monitoring published, and does not end the incident. */
export function isFirstUpdate({ publicAt, acknowledgedAt }: Before, isEnd: boolean): boolean {
  return publicAt === null || (acknowledgedAt === null && !isEnd);
}

type Person = { kind: string; id: string };

/** Returns whether a person may publish the draft of a writer, or why not. Programs cannot: the same person may be using them. */
export function approvalBy(person: Person, writer: Person): 'granted' | 'same_person' | 'no_person' {
  if (person.kind !== 'staff' || writer.kind !== 'staff') return 'no_person';
  return person.id === writer.id ? 'same_person' : 'granted';
}
