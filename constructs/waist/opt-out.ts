import type { Construct, IConstruct } from 'constructs';

/** What the city, or an upstream program, does without, such as a safety measure or a translation, and why. Shown in every report. */
export interface OptOut {
  /** What the platform goes without: `more than one replica`. */
  readonly measure: string;
  /** Why, as a sentence. */
  readonly reason: string;
}

const key = 'citykit:opt-out';

/** Records an opt-out at `construct`. */
export function addOptOut(construct: Construct, optOut: OptOut): void {
  construct.node.addMetadata(key, optOut, { stackTrace: false });
}

/** All opt-outs at or below `root`, each with the construct that recorded it. */
export function optOuts(root: Construct): (OptOut & { readonly construct: IConstruct })[] {
  return root.node
    .findAll()
    .flatMap((construct) =>
      construct.node.metadata
        .filter((entry) => entry.type === key)
        .map((entry) => ({ ...(entry.data as OptOut), construct })),
    );
}
