import { stringify } from 'yaml';
import { type Image, images } from '../../constructs/waist/images';
import type { Report, Result } from '../report';

/**
 * Where the software of a component is published. Others of the report have no upstream of their own.
 *
 * @see https://github.com/oasc/interlinking-data-mim-1, resources/*.mim.yml, for the fields
 */
const upstreams: Readonly<Record<string, { readonly name: string; readonly image: Image }>> = {
  Gateway: { name: 'Envoy', image: images.envoy },
  Identity: { name: 'Keycloak', image: images.keycloak },
  'Context broker': { name: 'Scorpio', image: images.scorpio },
  'Data model registry': { name: 'Apicurio Registry', image: images.apicurioRegistry },
  'Open data portal': { name: 'CKAN', image: images.ckan },
};

/**
 * The report as `mim.yml`, MIMYmlVersion 0.1: one document for each component, with the mechanisms of which it met everything
 * that must be and the checks that it passed as features.
 */
export function mimYml({ results, target, time }: Report): string {
  const components = [...new Set(results.map(({ component }) => component))];
  return components.flatMap((component) => documentOf(component, results, target, time)).join('---\n');
}

function documentOf(component: string, all: readonly Result[], target: string, time: string): readonly string[] {
  const own = all.filter((result) => result.component === component);
  const passed = own.filter(({ status }) => status === 'pass');
  if (passed.length === 0) return [];
  const upstream = upstreams[component];
  const short = (mechanism: string) =>
    own.some(
      (one) => one.mechanism === mechanism && one.level === 'MUST' && one.status !== 'pass' && one.status !== 'na',
    );
  const mims = [...new Set(passed.map(({ mechanism }) => mechanism))].filter((mechanism) => !short(mechanism));
  const name = upstream ? `${component}: ${upstream.name}` : component;
  return [
    stringify({
      MIMYmlVersion: '0.1',
      name,
      categories: ['Platform component'],
      mims,
      description: {
        en: {
          genericName: component,
          localisedName: name,
          shortDescription: `${component} of the platform at ${new URL(target).host}`,
          longDescription: `Checked on ${time.slice(0, 10)} by citykit verify: ${passed.length} of ${own.length} checks passed.`,
          features: passed.map(({ title }) => title),
        },
      },
      developmentStatus: 'stable',
      landingURL: upstream?.image.home ?? null,
      legal: { license: upstream?.image.licence ?? null },
      localisation: { availableLanguages: ['en'], localisationReady: false },
      maintenance: { type: 'internal', contacts: null },
      platforms: ['web'],
      softwareType: 'standalone/backend',
      softwareVersion: upstream?.image.tag ?? null,
      url: new URL(target).origin,
    }),
  ];
}
