import { regionOf } from '../../constructs/spec/aws-regions';
import type { City } from '../../constructs/spec/city';
import type { AwsResource } from '../../stacks/synth';
import { type Assumptions, assumptionsFor } from './assumptions';
import { awsPrices, isPricedRegion, type PricedRegion, type PriceId, type PriceRow, pricedRegions } from './aws-prices';
import { awsUsage, withoutCost } from './aws-usage';

/** One thing that is paid for. */
export interface CostLine {
  /** Title of its component, or of what several components share. @default it belongs to the whole */
  readonly part?: string;
  readonly price: PriceId;
  /** Units in a month. */
  readonly quantity: number;
}

/** What a platform is estimated to cost a month on AWS: plain data. */
export interface CostEstimate {
  /** Where it is deployed; the table of prices may not have it. */
  readonly region: string;
  readonly lines: readonly CostLine[];
  readonly assumptions: Assumptions;
  /** Types of resource that nobody has told what they cost. */
  readonly unknownTypes: readonly string[];
}

/** A sum, and what is missing in it because its price is not known. */
export interface CostSum {
  /** US dollars a month of all that has a known price. */
  readonly dollars: number;
  readonly unknown: readonly PriceId[];
}

/** What pods ask for together, on nodes that a cluster buys for them. */
export interface NodeRequests {
  readonly cpuMillis: number;
  readonly memoryMi: number;
}

/** Nodes of 2 cores and 8 GiB that hold it. */
function nodeCount({ cpuMillis, memoryMi }: NodeRequests): number {
  return Math.ceil(Math.max(cpuMillis / 2000, memoryMi / 8192));
}

/** Of nodes that the cluster of a city has: one made for it buys them by Auto Mode. */
function nodePrice({ targets }: City): PriceId {
  const { existing } = targets.aws.eks;
  return existing && !existing.autoMode ? 'eks-node' : 'eks-auto-node';
}

/**
 * What the resources of a city's templates use in a month, by part and by price.
 *
 * @param nodes what runs on nodes that are in no template. @default nothing
 */
export function awsCost(city: City, resources: readonly AwsResource[], nodes?: NodeRequests): CostEstimate {
  const assumptions = assumptionsFor(city);
  const lines = new Map<string, CostLine>();
  for (const resource of resources) {
    const used = awsUsage[resource.type]?.(resource, { assumptions, resources }) ?? [];
    for (const { price, quantity } of used) {
      const { part } = resource;
      const key = JSON.stringify([part, price]);
      const sum = (lines.get(key)?.quantity ?? 0) + quantity;
      if (sum > 0) lines.set(key, { ...(part && { part }), price, quantity: sum });
    }
  }
  if (nodes) lines.set('nodes', { price: nodePrice(city), quantity: nodeCount(nodes) * assumptions.hours });
  const types = new Set(resources.map(({ type }) => type));
  return {
    region: regionOf(city.targets.aws),
    lines: [...lines.values()],
    assumptions,
    unknownTypes: [...types].filter((type) => !(type in awsUsage) && !withoutCost.has(type)).sort(),
  };
}

/** US dollars that a line costs in a month. @returns undefined when no price is known for the region. */
export function dollarsOf({ price, quantity }: CostLine, region: string): number | undefined {
  const row: PriceRow | undefined = awsPrices[price];
  const found = row && isPricedRegion(region) ? row.prices[region] : undefined;
  return found && found.dollars * quantity;
}

/** The sum of some lines in a region. */
export function sumOf(lines: readonly CostLine[], region: string): CostSum {
  let dollars = 0;
  const unknown = new Set<PriceId>();
  for (const line of lines) {
    const cost = dollarsOf(line, region);
    if (cost === undefined) unknown.add(line.price);
    else dollars += cost;
  }
  return { dollars, unknown: [...unknown] };
}

/** The lines of each part, the dearest first; those of the whole without a title. */
export function byPart(
  lines: readonly CostLine[],
  region: string,
): readonly (readonly [string | undefined, readonly CostLine[]])[] {
  const groups = new Map<string | undefined, CostLine[]>();
  for (const line of lines) groups.set(line.part, [...(groups.get(line.part) ?? []), line]);
  return [...groups].sort(([, one], [, other]) => sumOf(other, region).dollars - sumOf(one, region).dollars);
}

/** The region of an estimate, or the first of the table where the table has not got it. */
export function shownRegion({ region }: CostEstimate): PricedRegion {
  return isPricedRegion(region) ? region : pricedRegions[0];
}
