import { loadSpec } from 'citykit';
import { CityPlatformComponent } from 'citykit/pulumi';

/** A Pulumi program of one's own: `pulumi up` runs it, as `Pulumi.yaml` says. */
export = async () => {
  const spec = await loadSpec(`${__dirname}/city.yaml`);
  if (spec.kind !== 'city') throw new Error('this program deploys one city');
  const { apiUrl, portalUrl, issuer } = new CityPlatformComponent(spec.city.name, { city: spec.city });
  return { apiUrl, portalUrl, issuer };
};
