import type { CfnResource } from 'aws-cdk-lib';
import * as docdb from 'aws-cdk-lib/aws-docdb';
import type { Construct } from 'constructs';
import type { KubernetesKind } from '../../charts/kubernetes-kind';
import { kubernetesKinds } from '../../charts/kubernetes-kinds';
import { KubernetesTarget } from '../../charts/kubernetes-target';
import { metadataOf, selectorOf } from '../../charts/metadata';
import { renderDeployment } from '../../charts/private/deployment';
import { k8s, object } from '../../charts/private/k8s';
import { bareContainer } from '../../charts/private/main-container';
import { ownPods, renderNetworkPolicy } from '../../charts/private/network-policy';
import { quantity } from '../../charts/private/quantities';
import type { Description } from '../../constructs/waist/description';
import { images } from '../../constructs/waist/images';
import { Endpoint, Primitive, Secret } from '../../constructs/waist/primitives';
import { Duration, Size } from '../../constructs/waist/units';
import type { AwsKind } from '../../stacks/aws-kind';
import { awsKinds } from '../../stacks/aws-kinds';
import { AwsTarget } from '../../stacks/aws-target';
import { securityGroupOf } from '../../stacks/private/security-groups';
import { size, type Targets } from './contract';

const port = 27017;

/** A kind of primitive as CONTRIBUTING.md says to add one. */
export class DocumentDatabase extends Primitive<'host'> {
  readonly kind: string = 'DocumentDatabase';
  readonly holdsData: boolean = true;
  readonly readyAfter = [];
  readonly storage = Size.gibibytes(5);
  readonly password: Secret;
  readonly endpoint = new Endpoint(this, port, 'mongodb');

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.password = new Secret(this, 'Password');
  }

  get description(): Description | undefined {
    const takes = { runs: 'documents', replicas: { min: 1, max: 1 }, size, disk: this.storage };
    return { title: 'Documents', shape: 'database', detail: '5 GiB', takes };
  }
}

/** On Kubernetes: one server and its claim. */
export const onKubernetes: KubernetesKind<DocumentDatabase> = {
  nameLength: () => 63,
  peers: ownPods,
  host: (database, target) => target.nameOf(database),
  kept: () => true,
  render(database, target) {
    const name = target.nameOf(database);
    object(k8s.KubePersistentVolumeClaim, database, 'Claim', {
      metadata: metadataOf(target, database, name),
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: quantity(database.storage) } } },
    });
    renderDeployment(target, {
      ...bareContainer({ scope: database, name, image: images.nginx, size }),
      ports: { documents: port },
      probes: { ready: { tcp: port }, live: { tcp: port }, startsWithin: Duration.minutes(1) },
      replicas: { min: 1, max: 1 },
      replacesBeforeStart: true,
      stopsWithin: Duration.minutes(1),
    });
    renderNetworkPolicy(target, database, name, selectorOf(name), {
      ingress: target.traffic.ingressTo(database),
      egress: [],
    });
    return { outputs: { host: [name] } };
  },
};

/** On AWS: a cluster of DocumentDB. */
export const onAws: AwsKind<DocumentDatabase> = {
  group: securityGroupOf,
  render(database, target) {
    const cluster = new docdb.CfnDBCluster(database, 'Cluster', {
      storageEncrypted: true,
      kmsKeyId: target.shared.key.keyArn,
      vpcSecurityGroupIds: [securityGroupOf(database, target).securityGroupId],
    });
    database.node.defaultChild = cluster;
    const resources: readonly CfnResource[] = [cluster];
    return { outputs: { host: [cluster.attrEndpoint] }, ready: resources, keeps: resources };
  },
};

/** The targets, as they are once both records have the kind. */
export function targetsWith(
  kubernetes: KubernetesKind<DocumentDatabase> = onKubernetes,
  aws: AwsKind<DocumentDatabase> = onAws,
): Targets {
  return {
    kubernetes: class extends KubernetesTarget {
      protected override readonly kinds = { ...kubernetesKinds, DocumentDatabase: kubernetes };
    },
    aws: class extends AwsTarget {
      protected override readonly kinds = { ...awsKinds, DocumentDatabase: aws };
    },
  };
}
