import { type Image, imageReference, images } from '../../../../../constructs/waist/images';
import { filesImage, folderImage } from '../../../../../stacks/private/fargate-image';
import type { StandIn } from '../stand-in';
import { apicurio } from './apicurio';
import { awsCli } from './aws-cli';
import { busybox } from './busybox';
import { ckan } from './ckan';
import { envoy } from './envoy';
import { keycloak } from './keycloak';
import { nginx } from './nginx';
import { node } from './node';
import { otelcol } from './otelcol';
import { postgresClient } from './postgres-client';
import { restic } from './restic';
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
  otelcol,
  postgresClient,
  restic,
  scorpio,
  scorpioKafka: scorpio,
  valkey,
};

/** What the AWS target alone runs. Its tasks say themselves what to start in them. */
const helpers: Readonly<Record<string, () => StandIn>> = { [filesImage]: awsCli, [folderImage]: busybox };

export interface FoundStandIn {
  readonly image: Pick<Image, 'entrypoint' | 'cmd'>;
  readonly standIn: StandIn;
}

/** The image of a reference and what stands for it here; undefined when nothing does. */
export function standInOf(reference: string): FoundStandIn | undefined {
  const helper = helpers[reference];
  if (helper) return { image: { entrypoint: [], cmd: [] }, standIn: helper() };
  // The same image by the same tag, from a registry that has no limit.
  const official = reference.replace(/^public\.ecr\.aws\/docker\/library\//, 'docker.io/library/');
  for (const [key, make] of Object.entries(standIns)) {
    const image = images[key as keyof typeof images];
    if (imageReference(image) === official) return { image, standIn: make() };
  }
  return undefined;
}
