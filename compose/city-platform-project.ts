import { RootConstruct } from 'constructs';
import { CityPlatform } from '../constructs/platform/city-platform';
import type { FederationPart } from '../constructs/platform/federation-part';
import { checkOptions } from '../constructs/problems/check-options';
import { type City, type CityInput, parseCity, requireTarget } from '../constructs/spec/city';
import type { Peer } from '../constructs/spec/federation';
import { cityOptions, lacks } from './city-options';
import type { ComposeFile, WelcomeNotes } from './compose-file';
import { ComposeTarget } from './compose-target';

/** The city, and what the project does differently from its spec. */
export interface CityPlatformProjectProps {
  /** A city, or what a `city.ts` writes. */
  readonly city: City | CityInput;
  /** The other cities of the federation. @default the city joins nobody */
  readonly peers?: readonly Peer[];
  /** Its part in its federation, as `partOf` gives it. @default none */
  readonly federation?: FederationPart;
  /**
   * Adds to the platform, or changes it, before it is rendered.
   * @default nothing
   */
  readonly customize?: (platform: CityPlatform) => void;
}

/**
 * A whole city platform as a Compose project: one file, and the files that it mounts.
 *
 * @example
 * const project = new CityPlatformProject({ city: { name: 'oulu', country: 'FI', population: 8200, profile: 'laptop' } });
 * project.file.services;
 */
export class CityPlatformProject extends RootConstruct {
  /** The city, checked and with every default filled in. */
  readonly city: City;
  /** The components and primitives behind the services. */
  readonly platform: CityPlatform;
  /** What rendered it: tells what each primitive is called in the project. */
  readonly target: ComposeTarget;

  /** @throws {CityError} with every problem of the city for this target. */
  constructor(props: CityPlatformProjectProps) {
    checkOptions<CityPlatformProjectProps>(
      'CityPlatformProject',
      props,
      { city: 'mapping', peers: 'list', federation: 'mapping', customize: 'function' },
      ['city'],
    );
    const city = parseCity(props.city);
    requireTarget(city, 'compose');
    super(city.name);
    this.city = city;
    this.platform = new CityPlatform(this, 'Platform', {
      city,
      lacks,
      httpsPort: city.targets.compose.httpsPort,
      ...(props.peers && { peers: props.peers }),
      ...(props.federation && { federation: props.federation }),
    });
    props.customize?.(this.platform);
    this.target = new ComposeTarget(this, cityOptions(city));
    this.target.render(this.platform);
  }

  /** The Compose file. */
  get file(): ComposeFile {
    const { file } = this.target;
    return { ...file, 'x-citykit': { ...file['x-citykit'], welcome: this.#welcome } };
  }

  get #welcome(): WelcomeNotes {
    const { city, platform, target } = this;
    const { gateway, identity } = platform;
    return {
      title: city.title,
      portal: platform.portalUrl,
      api: `${gateway.url('api')}/ngsi-ld/v1`,
      // Whose Keycloak it is makes its people.
      ...(identity.service && {
        people: {
          signIn: `${identity.issuer}/account`,
          madeBy: target.nameOf(identity.realmJob),
          realm: city.name,
          email: city.identity.adminEmail,
          tenants: city.tenants.map(({ id }) => id),
        },
      }),
    };
  }

  /** The files beside it that it mounts: content by path. */
  get files(): ReadonlyMap<string, string> {
    return this.target.files;
  }
}
