const be = (many: boolean) => (many ? 'are' : 'is');

/** Texts of the home page, in English. Arguments are formatted texts. */
export const enHome = {
  headline: {
    locale: 'en-GB',
    allOperational: 'All systems operational',
    othersOperational: 'All monitored components are operational',
    allUnknown: 'Current status unknown',
    noneMonitored: 'Not monitored yet',
    degraded_performance: (who: string, many: boolean) => `${who} ${be(many)} degraded`,
    partial_outage: (who: string, many: boolean) => `${who} ${be(many)} partly down`,
    major_outage: (who: string, many: boolean) => `${who} ${be(many)} down`,
    recovering: (who: string, many: boolean) => `${who} ${be(many)} recovering`,
    unknown: (who: string) => `Current status of ${who} unknown`,
    noData: (who: string) => `No data for ${who}`,
    possible: (who: string) => `Possible problem with ${who}`,
    worsening: (who: string) => `Problem with ${who} may be getting worse`,
    namesAndMore: (names: string, more: number) => `${names} and ${more} more`,
    inRegion: (sentence: string, region: string) => `${sentence} in ${region}`,
    inRegions: (sentence: string, failing: number, all: number) => `${sentence} in ${failing} of ${all} regions`,
  },
  /** The line below a headline. Times follow or stand between. */
  lead: {
    since: 'Since',
    failuresSince: 'Monitoring shows failures since',
    noDataSince: 'No monitoring data since',
    noData: 'No monitoring data.',
    noProbes: 'No monitoring data has been received yet.',
    noComponents: 'No components yet.',
    before: {
      degraded_performance: (many: boolean) => `${many ? 'They were' : 'It was'} degraded from`,
      partial_outage: (many: boolean) => `${many ? 'They were' : 'It was'} partly down from`,
      major_outage: (many: boolean) => `${many ? 'They were' : 'It was'} down from`,
    },
    operational: (who: string, many: boolean) => `${who} ${be(many)} operational.`,
    operationalCount: (count: number, all: number) => `${count} of ${all} components are operational.`,
    otherRegions: 'Other regions are operational.',
    noFailure: 'Monitoring shows no failure.',
    incident: {
      detected: 'Detected by monitoring. Open since',
      investigating: 'Under investigation since',
      identified: 'Cause identified. Open since',
      monitoring: 'Fix in place. Monitoring since',
      resolved: 'Resolved since',
      postmortem: 'Resolved since',
    },
  },
  componentFilter: {
    label: 'Components to show',
    all: (count: number) => `All ${count}`,
    affected: (count: number) => `Not operational ${count}`,
  },
  group: {
    count: (count: number) => (count === 1 ? '1 component' : `${count} components`),
    affected: (affected: number, all: number) => `${affected} of ${all} affected`,
  },
  unmonitored: (names: string) => `Not monitored yet: ${names}`,
  recent: { title: 'Recent incidents', all: 'All incidents', none: 'No resolved incidents yet.' },
  openIncident: {
    updated: 'Updated',
    ago: ', % ago',
    whole: 'Show full update',
    all: (count: number) => (count === 1 ? 'View incident' : `View all ${count} updates`),
  },
} as const;
