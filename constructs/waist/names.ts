import { createHash } from 'node:crypto';
import type { Construct } from 'constructs';

/** Ids that say nothing a reader of a name would miss. */
const silent = new Set(['', 'Default', 'Service', 'Platform']);

/**
 * A readable, stable name in lower case from the construct's path, such as `izmir-broker-tenants`: unique within the
 * tree, and the same on every target. Too long a name keeps its start and ends in a hash of the whole path.
 *
 * @param maxLength Kubernetes names of services hold 63 characters (RFC 1035 label).
 */
export function nameOf(construct: Construct, maxLength = 63): string {
  const ids = construct.node.scopes.map((scope) => scope.node.id).filter((id) => !silent.has(id));
  const name = ids.map(kebab).join('-');
  if (name.length <= maxLength) return name;
  const hash = createHash('sha256').update(construct.node.path).digest('hex').slice(0, 8);
  return `${name.slice(0, maxLength - 9).replace(/-+$/, '')}-${hash}`;
}

/** The name of a construct without that of the tree it stands in: `broker-tenants` below `izmir`. */
export function nameWithin(root: Construct, construct: Construct): string {
  const name = nameOf(construct);
  const prefix = `${nameOf(root)}-`;
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

function kebab(id: string): string {
  return id
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase();
}
