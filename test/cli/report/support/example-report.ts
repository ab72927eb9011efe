import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type CityReport, cityReport } from '../../../../cli/report/city-report';
import { type SynthTargetName, targets } from '../../../../cli/targets';
import { type City, parseCity } from '../../../../constructs/spec/city';

// The page tells what was made; whether it passes is asked where stacks are tested.
process.env.CDK_VALIDATION = 'false';

/** What the report says of a city after a real synthesis for the targets. */
export async function reportOf(city: City, ...wanted: [SynthTargetName, ...SynthTargetName[]]): Promise<CityReport> {
  const folder = mkdtempSync(join(tmpdir(), 'citykit-report-'));
  try {
    const [first, ...rest] = wanted;
    const made = async (target: SynthTargetName) => ({ target, ...(await targets[target].synth(city, folder, [])) });
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
