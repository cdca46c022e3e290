import type { Verdict } from '#domain/delivery/attempt';

/** The result of a claimed delivery. `answer`: the beginning of the answer, for staff. */
export type Settled = { id: string; tries: number; answer: string | null; verdict: Verdict };

/** The result of a claimed delivery of an event. `isTried`: it was sent, or tried to be. */
export type Settlement = Settled & { subscriberId: number; channel: 'email' | 'webhook'; isTried: boolean };
