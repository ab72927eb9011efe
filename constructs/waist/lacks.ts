import type { Construct } from 'constructs';

/**
 * What one target may have and another lacks: `backups` of databases, `sharedVolumes` that several replicas write to,
 * `metrics` that somebody reads, `tcpEdge` for TLS listeners that are no HTTP, `alarms` and `dashboards` rendered from the
 * constructs of these names.
 */
export type Trait = 'backups' | 'sharedVolumes' | 'metrics' | 'tcpEdge' | 'alarms' | 'dashboards';

/** What a target lacks, each with the reason as a reader is told it. */
export type Lacks = Readonly<Partial<Record<Trait, string>>>;

const key = 'citykit:lacks';

/** Says what the target of a tree lacks, so that it is known before anything is composed. Call it before children are added. */
export function setLacks(root: Construct, lacks: Lacks): void {
  root.node.setContext(key, lacks);
}

/** Why the target lacks the trait; undefined when it has it, or nothing is known of the target. */
export function lackOf(construct: Construct, trait: Trait): string | undefined {
  return (construct.node.tryGetContext(key) as Lacks | undefined)?.[trait];
}
