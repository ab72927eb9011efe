import { type Image, imageReference, images } from '../../../../../constructs/images';
import type { StandIn } from '../stand-in';
import { apicurio } from './apicurio';
import { ckan } from './ckan';
import { envoy } from './envoy';
import { keycloak } from './keycloak';
import { nginx } from './nginx';
import { node } from './node';
import { postgresClient } from './postgres-client';
import { scorpio } from './scorpio';
import { solr } from './solr';
import { valkey } from './valkey';

const standIns: Partial<Record<keyof typeof images, () => StandIn>> = {
  apicurioRegistry: apicurio,
  ckan,
  ckanSolr: solr,
  envoy,
  keycloak,
  nginx,
  node,
  postgresClient,
  scorpio,
  scorpioKafka: scorpio,
  valkey,
};

/** The image of a reference and what stands for it here; undefined when nothing does. */
export function standInOf(reference: string): { readonly image: Image; readonly standIn: StandIn } | undefined {
  for (const [key, make] of Object.entries(standIns)) {
    const image = images[key as keyof typeof images];
    if (imageReference(image) === reference) return { image, standIn: make() };
  }
  return undefined;
}
