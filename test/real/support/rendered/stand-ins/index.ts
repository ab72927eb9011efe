import { type Image, imageReference, images } from '../../../../../constructs/images';
import type { StandIn } from '../stand-in';
import { ckan } from './ckan';
import { envoy } from './envoy';
import { node } from './node';
import { postgresClient } from './postgres-client';
import { solr } from './solr';
import { valkey } from './valkey';

const standIns: Partial<Record<keyof typeof images, () => StandIn>> = {
  ckan,
  ckanSolr: solr,
  envoy,
  node,
  postgresClient,
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
