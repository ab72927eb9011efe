import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CfnResource } from 'aws-cdk-lib';
import type { Finding } from '../../../constructs/waist/finding';
import type { Job, Service, Workload } from '../../../constructs/waist/primitives';
import { synthAws } from '../../../stacks/synth';
import { flatIdOf } from '../../support/flat-template';
import { Rendered, type RunningPod, type StartOptions } from '../support/rendered';
import { EcsPods } from '../support/rendered/aws/ecs-pods';
import { exampleCity, LiveCity } from './live-city';
import { manageAdministrator } from './managed-administrator';
import { runTaskAtDeployment } from './task-run';
import { TlsCache } from './tls-cache';

/**
 * The cloud assembly of an example, brought up as local processes: its tasks as Fargate would start them, a PostgreSQL
 * in Aurora's place, a Redis in ElastiCache's, folders in those of EFS.
 */
export class AwsPlatform extends LiveCity {
  readonly pods: EcsPods;
  readonly findings: readonly Finding[];
  /** What has been started so far, as it is named in the template. */
  readonly started = new Set<string>();
  readonly cache: TlsCache;

  constructor(example: 'izmir' | 'istanbul') {
    const folder = mkdtempSync(join(tmpdir(), 'citykit-assembly-'));
    const { platform, findings } = synthAws(exampleCity(example), folder);
    const pods = new EcsPods(folder);
    super(platform, new Rendered(pods));
    this.pods = pods;
    this.findings = findings;
    this.#folder = folder;
    this.cache = this.#cacheOfTemplate();
  }

  readonly #folder: string;

  override nameOf(workload: Workload): string {
    const place = workload.node.defaultChild!.node.scope!.node.scope!;
    return flatIdOf(place.node.findChild('Task').node.defaultChild as CfnResource);
  }

  /** Starts the servers that AWS runs itself. */
  async startServers(): Promise<void> {
    await this.database.start();
    const { databases, platform } = this.city.database.setup;
    const withPostgis = databases.filter(({ extensions }) => extensions.includes('postgis'));
    await manageAdministrator(this.database, withPostgis, platform);
    await this.cache.start(this.rendered);
  }

  override async begin(service: Service, options?: StartOptions): Promise<RunningPod> {
    this.started.add(this.nameOf(service));
    return super.begin(service, options);
  }

  /** Runs a job as the deployment does, or one on a schedule as it is. */
  override async run(job: Job): Promise<string> {
    const name = this.nameOf(job);
    this.started.add(name);
    if (job.schedule !== undefined) return super.run(job);
    const run = this.pods.assembly
      .entries('Custom::TaskRun')
      .find(([, { Properties }]) => Properties.TaskDefinition.Ref === name);
    if (!run) throw new Error(`no deployment runs ${name}`);
    const { status, reason, log } = await runTaskAtDeployment(
      this.rendered,
      this.pods.values.resolve(run[1].Properties),
    );
    if (status !== 'SUCCESS') throw new Error(`${reason}\n${log}`);
    return log;
  }

  /** Every service of the portal that is not CKAN itself: the search and the catalogue. */
  portalService(id: string): Service {
    return this.city.portal!.node.findChild(id) as Service;
  }

  override async stop(): Promise<void> {
    await super.stop();
    await this.cache.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #cacheOfTemplate(): TlsCache {
    const { assembly, values, secrets } = this.pods;
    const [group, ...others] = assembly.entries('AWS::ElastiCache::ReplicationGroup');
    if (!group || others.length > 0) throw new Error(`${others.length + (group ? 1 : 0)} caches are not understood`);
    const [id, { Properties }] = group;
    if (Properties.TransitEncryptionEnabled !== true) throw new Error(`${id} speaks no TLS`);
    const { name, key } = secrets.ofReference(Properties.AuthToken);
    return new TlsCache({
      host: values.text({ 'Fn::GetAtt': [id, 'PrimaryEndPoint.Address'] }),
      port: Properties.Port,
      password: this.rendered.secrets.read(name, key),
    });
  }
}
