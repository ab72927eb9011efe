import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type CityReport, cityReport } from '../../../../cli/report/city-report';
import { type SynthTargetName, targets } from '../../../../cli/targets';
import { type FederationPart, partOf } from '../../../../constructs/platform/federation-part';
import { type City, parseCity } from '../../../../constructs/spec/city';
import type { Federation } from '../../../../constructs/spec/federation';

// The page tells what was made; whether it passes is asked where stacks are tested.
process.env.CDK_VALIDATION = 'false';

/** What the report says of a city after a real synthesis for the targets. */
export function reportOf(city: City, ...wanted: [SynthTargetName, ...SynthTargetName[]]): Promise<CityReport> {
  return reported(city, undefined, wanted);
}

/** What the report says of a city of a federation on Kubernetes. */
export function reportIn(federation: Federation, name: string): Promise<CityReport> {
  const city = federation.cities.find((one) => one.name === name);
  if (!city) throw new Error(`the federation has no city ${name}`);
  return reported(city, partOf(federation, city), ['kubernetes']);
}

async function reported(
  city: City,
  federation: FederationPart | undefined,
  wanted: readonly [SynthTargetName, ...SynthTargetName[]],
): Promise<CityReport> {
  const folder = mkdtempSync(join(tmpdir(), 'citykit-report-'));
  try {
    const [first, ...rest] = wanted;
    const made = async (target: SynthTargetName) => ({
      target,
      ...(await targets[target].synth(city, folder, [], federation)),
    });
    const others = [];
    const one = await made(first);
    for (const target of rest) others.push(await made(target));
    return cityReport(city, [one, ...others]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Istanbul, in a cluster of EKS that exists. */
export function istanbulInSharedCluster(): City {
  const spec = parse(readFileSync('examples/istanbul/city.yaml', 'utf8'));
  const existing = { name: 'shared', securityGroupId: 'sg-0123456789abcdef0', storageClass: 'gp3', autoMode: false };
  spec.targets.aws.eks = { existing };
  return parseCity(spec);
}
