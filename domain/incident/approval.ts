import type { Level } from '#domain/measurement/status';

/** From which trouble on two people are needed to tell readers something: the one who writes it and another who publishes it. */
export const APPROVALS = ['none', 'partial', 'major'] as const;
export type Approval = (typeof APPROVALS)[number];

const LEVEL_FROM: Record<Approval, number> = { none: Number.POSITIVE_INFINITY, partial: 2, major: 3 };

/** Whether the worst of an incident is such that one of its components wants two people. */
export function needsTwo(approvals: readonly Approval[], levels: readonly Level[]): boolean {
  const worst = Math.max(0, ...levels);
  return approvals.some((approval) => worst >= LEVEL_FROM[approval]);
}

/** What an incident was told before a further word. `acknowledgedAt`: when a person first told readers of it, or opened it. */
type Told = { publicAt: unknown; acknowledgedAt: unknown };

/** The first public word waits for nobody, nor does what a person first says of what monitoring published, unless that already ends it. */
export function isFirstUpdate({ publicAt, acknowledgedAt }: Told, isEnd: boolean): boolean {
  return publicAt === null || (acknowledgedAt === null && !isEnd);
}

type Person = { kind: string; id: string };

/** Whether somebody may publish what another wrote; else why not. Programs are nobody: who uses one may be the same person. */
export function approvalBy(person: Person, writer: Person): 'granted' | 'same_person' | 'no_person' {
  if (person.kind !== 'staff' || writer.kind !== 'staff') return 'no_person';
  return person.id === writer.id ? 'same_person' : 'granted';
}
