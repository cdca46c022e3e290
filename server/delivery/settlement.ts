import type { Verdict } from '#domain/delivery/attempt';

/** The result of a claimed delivery of an event. `isTried`: it was sent, or tried to be. `answer`: the beginning of the answer, for staff. */
export type Settlement = {
  id: string;
  tries: number;
  subscriberId: number;
  channel: 'email' | 'webhook';
  isTried: boolean;
  answer: string | null;
  verdict: Verdict;
};
