/** Advisory locks of the database, one for each kind of work, so that different kinds do not block each other. */
export const LOCKS = {
  migration: 7_266_901,
  partitions: 7_266_902,
  incidents: 7_266_903,
  staffAlerts: 7_266_904,
  catalog: 7_266_905,
  audit: 7_266_906,
  admins: 7_266_907,
  fanOut: 7_266_908,
  subscriptionRequests: 7_266_920,
  subscriptionDecisions: 7_266_921,
} as const;
