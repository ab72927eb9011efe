import { contextOf } from '../../models/context';
import type { DataModel } from '../../models/data-model';
import { regionOf } from '../../spec/aws-regions';
import type { City, TargetName } from '../../spec/city';
import { EventBus, PostgresServer, Primitive, Volume } from '../../waist/primitives';
import { cityModels } from '../city-models';
import type { CityPlatform } from '../city-platform';

/** What lies on one disk, and how. */
export interface DiskFacts {
  /** Kind of the primitive. */
  readonly kind: string;
  /** Its size in mebibytes. */
  readonly mebibytes: number;
  /** How many replicas may write to a volume at once. */
  readonly writers?: 'one' | 'many';
}

/**
 * The facts of a platform that its stored data depend on. Plain JSON that holds no secret, the same for the same spec:
 * it is kept from one render to the next.
 */
export interface PlatformFacts {
  /** Version of this form. */
  readonly format: 1;
  /** The target that it was rendered for. */
  readonly target: string;
  /** Name of the city, a DNS label. */
  readonly name: string;
  /** The domain that all public hosts lie below. */
  readonly domain: string;
  /** How often the generated passwords have been renewed. */
  readonly rotation: number;
  /** How often the database has been restored from its archive. @default unknown, as in records of before */
  readonly restored?: number;
  /** Profile of the city. @default unknown, as in records of before */
  readonly profile?: string;
  /** Days that history is kept. @default unknown, as in records of before */
  readonly historyDays?: number;
  /** Ids, sorted. */
  readonly tenants: readonly string[];
  /** What each short name stands for: IRIs by the terms of the city's `@context`. */
  readonly terms: Readonly<Record<string, string>>;
  /** The city's own data models by type; those of the kit are not repeated. @default none, as before there were any */
  readonly models?: Readonly<Record<string, DataModel>>;
  /** By the path of the construct below the platform. */
  readonly disks: Readonly<Record<string, DiskFacts>>;
  /** Where the data lie, by the field of the spec that decides it; `null` where the target decides. */
  readonly places: Readonly<Record<string, string | null>>;
}

/**
 * The facts of a platform, to be kept until it is rendered for the target again.
 *
 * @param section of the spec that the target reads
 * @param target where it has another name than the section: `helm` reads `kubernetes`, `eks` reads `aws`
 */
export function platformFacts(platform: CityPlatform, section: TargetName, target: string = section): PlatformFacts {
  const { city } = platform;
  const { name, domain, rotation, profile, history, targets } = city;
  const models = cityModels(city);
  const own = models.filter((_, at) => typeof city.dataModels[at] !== 'string');
  const terms = Object.entries(contextOf(models)['@context']).map(([term, definition]) => [
    term,
    typeof definition === 'string' ? definition : definition['@id'],
  ]);
  return {
    format: 1,
    target,
    name,
    domain,
    rotation,
    profile,
    historyDays: history.retentionDays,
    ...(section === 'kubernetes' && { restored: targets.kubernetes.restore?.number ?? 0 }),
    tenants: city.tenants.map(({ id }) => id).sort(),
    terms: Object.fromEntries(terms),
    ...(own.length > 0 && { models: Object.fromEntries(own.map((model) => [model.type, model])) }),
    disks: disksOf(platform),
    places: { ...outsidePlaces(city), ...places[section](city), ...(target === 'eks' && eksPlaces(city)) },
  };
}

function disksOf(platform: CityPlatform): Record<string, DiskFacts> {
  const disks = Primitive.all(platform).flatMap((primitive): [string, DiskFacts][] => {
    const path = primitive.node.path.slice(platform.node.path.length + 1);
    const { kind } = primitive;
    if (primitive instanceof Volume) {
      const { size, writers } = primitive;
      return [[path, { kind, mebibytes: size.mebibytes, writers }]];
    }
    if (primitive instanceof PostgresServer || primitive instanceof EventBus) {
      return [[path, { kind, mebibytes: primitive.props.storage.mebibytes }]];
    }
    return [];
  });
  return Object.fromEntries(disks.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Servers of somebody else that have people, roles or datasets of the city. */
function outsidePlaces({ name, identity, openDataPortal }: City): PlatformFacts['places'] {
  const [keycloak, portal] = [identity.existing, openDataPortal.existing];
  return {
    'identity.existing': keycloak ? `${keycloak.url}/realms/${keycloak.realm ?? name}` : null,
    'openDataPortal.existing': portal ? `${portal.url}/organization/${portal.organization}` : null,
  };
}

/** Where the data lie on each target. On one machine they lie in volumes that bear the name of the city. */
const places: Readonly<Record<TargetName, (city: City) => PlatformFacts['places']>> = {
  kubernetes: kubernetesPlaces,
  aws: awsPlaces,
  compose: () => ({}),
};

function kubernetesPlaces({ targets: { kubernetes } }: City): PlatformFacts['places'] {
  const { namespace, postgres, storageClass, sharedStorageClass, secretStore } = kubernetes;
  return {
    'targets.kubernetes.namespace': namespace,
    'targets.kubernetes.postgres':
      'existing' in postgres ? `${postgres.existing.host}:${postgres.existing.port}` : postgres.operator,
    'targets.kubernetes.secretStore': secretStore ? `${secretStore.kind}/${secretStore.name}` : null,
    'targets.kubernetes.storageClass': storageClass ?? null,
    'targets.kubernetes.sharedStorageClass': sharedStorageClass ?? null,
  };
}

function awsPlaces({ targets: { aws } }: City): PlatformFacts['places'] {
  return {
    ...(aws.account && { 'targets.aws.account': aws.account }),
    'targets.aws.region': regionOf(aws),
    'targets.aws.vpc': aws.vpc?.id ?? null,
  };
}

function eksPlaces({ name, targets: { aws } }: City): PlatformFacts['places'] {
  const { namespace = name, existing } = aws.eks;
  return {
    'targets.aws.eks.namespace': namespace,
    'targets.aws.eks.existing': existing?.name ?? null,
    'targets.aws.eks.existing.storageClass': existing?.storageClass ?? null,
  };
}
