import { App } from 'cdk8s';
import { loadSpec, partOf } from 'citykit';
import { CityPlatformChart } from 'citykit/charts';

/** A cdk8s app of one's own: `npx cdk8s synth` runs it, as `cdk8s.yaml` says. */
async function main(): Promise<void> {
  const app = new App();
  const spec = await loadSpec(process.env.CITYKIT_SPEC ?? `${__dirname}/city.yaml`);
  for (const city of spec.kind === 'city' ? [spec.city] : spec.cities) {
    const federation = spec.kind === 'city' ? undefined : partOf(spec.federation, city);
    new CityPlatformChart(app, city.name, { city, ...(federation && { federation }) });
  }
  app.synth();
}

void main();
