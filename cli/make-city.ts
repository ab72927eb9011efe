import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type PlatformFacts, platformFacts } from '../constructs/platform/changes/platform-facts';
import type { FederationPart } from '../constructs/platform/federation-part';
import type { City } from '../constructs/spec/city';
import type { Peer } from '../constructs/spec/federation';
import { specPaths } from './locate-findings';
import { type CityReport, cityReport } from './report/city-report';
import { type SynthTargetName, type TargetResult, targets } from './targets';
import { sectionOf } from './targets/names';

/** What one target made of a city. */
export interface MadeForTarget extends Pick<TargetResult, 'objects' | 'files' | 'findings'> {
  readonly target: SynthTargetName;
  /** Section of the spec of each component, by the component's title. */
  readonly specPaths: Readonly<Record<string, string>>;
  /** What is kept of it until it is made again. */
  readonly facts: PlatformFacts;
}

/** What one city became: plain data, so that another thread can take it and the platforms themselves need not be kept. */
export interface MadeCity {
  readonly results: readonly MadeForTarget[];
  readonly report: CityReport;
}

/** A city to make. */
export interface CityToMake {
  readonly city: City;
  /** What to make it for. */
  readonly targets: readonly SynthTargetName[];
  /** The others of its federation. */
  readonly peers: readonly Peer[];
  /** Its part in its federation. @default none */
  readonly federation?: FederationPart;
}

/** What all cities of a run share. */
export interface MakeCityOptions {
  /** The targets of all of them. */
  readonly targets: readonly SynthTargetName[];
  /** Folder for the artefacts: `<folder>/<city>/<target>/`. */
  readonly folder: string;
}

/**
 * Renders a city for each target and runs the gates.
 *
 * @param tell is told which target begins.
 * @throws {CityError} with every problem of the city for a target.
 */
export async function makeCity(
  { city, targets: wanted, peers, federation }: CityToMake,
  options: MakeCityOptions,
  tell: (target: SynthTargetName) => void,
): Promise<MadeCity> {
  const made: (TargetResult & { target: SynthTargetName })[] = [];
  for (const target of wanted) {
    tell(target);
    const folder = join(options.folder, city.name, target);
    await mkdir(folder, { recursive: true });
    made.push({ target, ...(await targets[target].synth(city, folder, peers, federation)) });
  }
  const results = made.map(({ target, platform, objects, files, findings }) => ({
    target,
    objects,
    files,
    findings,
    specPaths: specPaths(platform),
    facts: platformFacts(platform, sectionOf(target), target),
  }));
  return { results, report: cityReport(city, made as [(typeof made)[0], ...typeof made]) };
}
