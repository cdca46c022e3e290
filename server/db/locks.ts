/** Advisory locks of the database, each for one matter: whoever waits for one must not wait for another's work. */
export const LOCKS = {
  migration: 7_266_901,
  partitions: 7_266_902,
  incidents: 7_266_903,
  staffAlerts: 7_266_904,
  catalog: 7_266_905,
  audit: 7_266_906,
  admins: 7_266_907,
} as const;
