/** The kinds of events that subscribers can choose. */
export const EVENT_KINDS = [
  'opened',
  'updated',
  'reopened',
  'resolved',
  'withdrawn',
  'postmortem',
  'maintenance',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];
