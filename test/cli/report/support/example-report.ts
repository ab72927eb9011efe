import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CityReport, cityReport } from '../../../../cli/report/city-report';
import { type SynthTargetName, targets } from '../../../../cli/targets';
import type { City } from '../../../../constructs/spec/city';

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
