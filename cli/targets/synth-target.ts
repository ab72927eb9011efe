import type { TransferListItem } from 'node:worker_threads';
import type { CityPlatform } from '../../constructs/platform/city-platform';
import type { FederationPart } from '../../constructs/platform/federation-part';
import type { City } from '../../constructs/spec/city';
import type { Peer } from '../../constructs/spec/federation';
import type { Finding } from '../../constructs/waist/finding';
import type { Image } from '../../constructs/waist/images';
import type { CostEstimate } from '../cost/aws-cost';
import type { Prerequisite } from '../report/prerequisite';
import type { MadeSecrets } from './made-secrets';

/** What a target made of a city. */
export interface TargetResult {
  readonly platform: CityPlatform;
  /** Kinds of object, or types of resource, and how many of each. */
  readonly objects: Readonly<Record<string, number>>;
  /** Names of the written files that matter to a reader, relative to the folder. */
  readonly files: readonly string[];
  readonly findings: readonly Finding[];
  /** What has to be there before the artefacts can be deployed. */
  readonly prerequisites: readonly Prerequisite[];
  /** Where the secrets lie that are made on the target. @default none is made */
  readonly secrets?: MadeSecrets;
  /** Container images that the artefacts name. */
  readonly images: readonly Image[];
  /** What it is estimated to cost. @default the target has no prices of its own */
  readonly cost?: CostEstimate;
}

/** One kind of check that every output has to pass. */
export interface Gate {
  /** As findings name it. */
  readonly name: string;
  readonly checks: string;
}

/** What the command line knows of a target. */
export interface SynthTarget {
  readonly title: string;
  /** Packages that it needs and the kit leaves to its users to install. */
  readonly packages: readonly string[];
  /** What its output is made of. */
  readonly noun: 'object' | 'resource';
  /** In the order they run. */
  readonly gates: readonly Gate[];
  /** All commands of a deployment, in their order, each with what it is for. */
  readonly steps: (city: City, folder: string) => readonly Step[];
  /** Begins what takes long and needs nothing of a city but how many there are, to be done beside what comes before {@link synth}. */
  readonly prepare?: (cities: number) => Promise<void>;
  /** What a thread that makes cities is to share with this one; the thread gives it to {@link borrow}. */
  readonly lend?: () => Promise<Loan | undefined>;
  /** Takes what another thread lent, before {@link synth} is called. */
  readonly borrow?: (value: unknown) => Promise<void>;
  /**
   * After how many cities a thread that makes them ends, where what it has loaded keeps something of each.
   *
   * @default - it makes as many as there are
   */
  readonly citiesOfThread?: number;
  /** Writes the artefacts of a city to an existing, empty folder. Loads what the target needs, and nothing of another. */
  readonly synth: (
    city: City,
    folder: string,
    peers: readonly Peer[],
    federation?: FederationPart,
  ) => Promise<TargetResult>;
}

/** What one thread gives another. */
export interface Loan {
  readonly value: unknown;
  /** Parts of the value that the other thread has from then on alone, such as ports. */
  readonly transfer: readonly TransferListItem[];
}

/** A command and what it is for. */
export interface Step {
  readonly command: string;
  readonly why: string;
}

/** A folder as a shell takes it. */
export function quoted(folder: string): string {
  return /^[\w./+@%:,-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", `'\\''`)}'`;
}

/** How often each name occurs, by name. */
export function counted(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
