/**
 * What one message costs: an update of two attributes of an entity that has eight, with its history, through Scorpio
 * 5.0.3 on PostgreSQL. Measured, and rounded up: docs/decisions/0018-sizes-from-the-load.md.
 */
export const messageCost = {
  /** Milliseconds of a processor in the replica of the broker that takes it. */
  brokerMillis: 1.5,
  /** Milliseconds of a processor in every replica that hears of it over the bus. */
  heardMillis: 0.3,
  /** Milliseconds of a processor in the database, whether now or when it vacuums. */
  databaseMillis: 1,
  /** Bytes of history on disk, indexes included. */
  historyBytes: 4200,
  /** Bytes of write-ahead log. */
  walBytes: 11_500,
  /** Bytes on the bus, not compressed: the change, and the whole entity as it was before. */
  busBytes: 11_000,
} as const;

/** Bytes on disk of an entity as it is now, with its indexes and what updates leave behind until it is vacuumed. */
export const entityBytes = 50_000;

/** Mebibytes of memory that a connection takes in the database's server once it was used. */
export const connectionMebibytes = 6;

/** Workloads and servers are given twice the processor time that messages cost: the other half is for readers. */
export const roomForReaders = 2;
