import { App } from 'aws-cdk-lib';
import { DISABLE_CREATION_STACK_TRACES } from 'aws-cdk-lib/cx-api';
import { loadSpec, partOf } from 'citykit';
import { addAwsGates, CityPlatformStack } from 'citykit/stacks';

/** A CDK app of one's own: `npx cdk synth` runs it, as `cdk.json` says. */
async function main(): Promise<void> {
  // No paths of this machine in what is deployed.
  const app = new App({ stackTraces: false, context: { [DISABLE_CREATION_STACK_TRACES]: true } });
  addAwsGates(app);
  const spec = await loadSpec(app.node.tryGetContext('spec') ?? `${__dirname}/city.yaml`);
  for (const city of spec.kind === 'city' ? [spec.city] : spec.cities) {
    const federation = spec.kind === 'city' ? undefined : partOf(spec.federation, city);
    new CityPlatformStack(app, city.name, { city, ...(federation && { federation }) });
  }
  app.synth();
}

void main();
