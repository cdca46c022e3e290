import type { Instant } from './interval.ts';
import type { HistoryPeriod } from './uptime-history.ts';

/**
 * What a further version of the rules would do to the month that is running: its figures as they are, and as they would be. `from`: what was judged since
 * then is judged anew, what came before is as it is. `isSupposed`: the version applies only to what comes, and the figure supposes that it had applied
 * from `from` on. `cutBy`: why `from` lies later than it should: older readings are not stored any more, or there are more than a preview judges.
 */
export type PolicyEffect = { asIs: HistoryPeriod; asIf: HistoryPeriod; from: Instant; isSupposed: boolean; cutBy: 'storage' | 'limit' | null };
