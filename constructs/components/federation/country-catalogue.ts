import type { Construct } from 'constructs';
import { Component } from '../../waist/component';
import { images } from '../../waist/images';
import { addOptOut } from '../../waist/opt-out';
import { textFrom } from '../../waist/primitives/reference';
import { Service } from '../../waist/primitives/service';
import { programOf, watchedAt } from '../../waist/program';
import { Duration } from '../../waist/units';
import type { WorkloadSize } from '../../waist/workload-size';
import type { Gateway } from '../gateway/gateway';
import type { WritablePortal } from '../publisher/publisher';
import { catalogueAlarm } from './federation-alarms';
import type { HarvestedCity } from './harvested-city';
import { Ways } from './ways';

/** A city whose catalogue is read. */
export interface CityToHarvest {
  /** Its name, a DNS label, and that of its organisation in the portal. */
  readonly id: string;
  readonly title: string;
  /** Public URL of its portal, without a slash at its end. */
  readonly portal: string;
}

/** Whose catalogues are read, and where their datasets are to stand. */
export interface CountryCatalogueProps extends WorkloadSize {
  readonly gateway: Gateway;
  /** With an organisation of each of the cities. */
  readonly portal: Pick<WritablePortal, 'env' | 'egress'>;
  /** Public URL of the portal. */
  readonly portalUrl: string;
  /** In the order in which they are read: a dataset that two have stays with the first. */
  readonly cities: readonly CityToHarvest[];
  /** Languages in which texts are wanted (BCP 47), the first before the others. */
  readonly languages: readonly string[];
  /** Between two readings of a catalogue. */
  readonly every: Duration;
}

const port = 8081;
const onlyOnce = 'It compares catalogues and portal; two would do everything twice.';

/**
 * One catalogue of all cities of a federation, in the portal of one of them (`programs/harvest`): it reads the others'
 * catalogues (DCAT-AP) and keeps their datasets in an organisation of each city, under the city's own URIs. A city that does
 * not answer keeps what it had, and its organisation says so.
 */
export class CountryCatalogue extends Component {
  readonly title = 'Country catalogue';
  override readonly specPath = 'catalogue';
  /** The program is the kit's own. */
  readonly upstream = { title: 'Node.js', image: images.node };
  /** The portal's own claims are about all its datasets. */
  readonly claims = [];

  readonly service: Service;

  constructor(scope: Construct, id: string, props: CountryCatalogueProps) {
    super(scope, id);
    const { cities, portal, languages, every } = props;
    const ways = new Ways(this, props.gateway);
    const read = cities.map((city) => ({ ...city, way: ways.to(city.portal, 'Portal of another city') }));
    this.service = new Service(this, 'Service', {
      size: props.size,
      replicas: props.replicas,
      singleton: onlyOnce,
      ...programOf('harvest'),
      env: {
        CITIES: textFrom((value) =>
          JSON.stringify(
            read.map(({ id: city, title, way }): HarvestedCity => ({ id: city, title, portal: way(value) })),
          ),
        ),
        ...portal.env,
        SITE_URL: props.portalUrl,
        LANGUAGES: languages.join(','),
        EVERY_SECONDS: every.seconds,
        METRICS_PORT: port,
        NODE_OPTIONS: `--max-old-space-size=${props.size.memory.share(0.6).mebibytes}`,
        SHUTDOWN_SECONDS: 10,
      },
      scratch: [{ path: '/tmp' }],
      egress: portal.egress ?? [],
      // It tries again while the portal is away, and says which catalogue it lacks.
      waits: false,
      ports: { metrics: port },
      ...watchedAt(port),
      // A request to the portal under way may take its whole time.
      stopsWithin: Duration.seconds(45),
    });
    addOptOut(this.service, { measure: 'more than one replica', reason: onlyOnce });
    catalogueAlarm(this, this.service, every);
  }
}
