import { App } from 'cdk8s';
import { loadSpec } from 'citykit';
import { CityPlatformChart } from 'citykit/charts';

/** A cdk8s app of one's own: `npx cdk8s synth` runs it, as `cdk8s.yaml` says. */
async function main(): Promise<void> {
  const app = new App();
  const spec = await loadSpec(process.env.CITYKIT_SPEC ?? `${__dirname}/city.yaml`);
  for (const city of spec.kind === 'city' ? [spec.city] : spec.cities) new CityPlatformChart(app, city.name, { city });
  app.synth();
}

void main();
