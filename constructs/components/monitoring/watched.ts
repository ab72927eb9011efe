/** Where a service shows its metrics, replica by replica. */
export interface WatchedSource {
  /** A name whose records lead to every replica. */
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

/** Series by their name and labels; a list of values stands for any of them. */
export interface WatchedSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string | readonly string[]>>;
}

/** A quantity as `programs/watch` takes it. */
export interface WatchedQuantity {
  /** By which the measured numbers are found in the log. */
  readonly key: string;
  readonly kind: 'largest' | 'smallest' | 'sum' | 'rate' | 'share' | 'quantile';
  /** Place of its source in the list of them. */
  readonly source: number;
  readonly series: WatchedSeries;
  /** Of a share: what is the whole. */
  readonly within?: WatchedSeries;
  /** Of a quantile: from 0 to 1. */
  readonly quantile?: number;
}

/** All that `programs/watch` measures. */
export interface Watched {
  readonly sources: readonly WatchedSource[];
  readonly quantities: readonly WatchedQuantity[];
}

/** Key of how many replicas could not be read. */
export const unreadKey = 'unread';
