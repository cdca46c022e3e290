import type { HistoryPeriod } from '#domain/sla/uptime-history';

/** The years and months of one component, newest first. */
export type HistoryView = {
  slug: string;
  name: string;
  targetMillionths: number;
  isArchived: boolean;
  years: HistoryPeriod[];
  months: HistoryPeriod[];
};
