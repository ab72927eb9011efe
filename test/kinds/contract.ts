import { ComponentResource, type CustomResource, type CustomResourceOptions, runtime } from '@pulumi/pulumi';
import { App as AwsApp, type CfnResource, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Chart, Testing } from 'cdk8s';
import type { Construct } from 'constructs';
import { KubernetesTarget } from '../../charts/kubernetes-target';
import { keepLabel, pathAnnotation } from '../../charts/metadata';
import { connectionsOf } from '../../constructs/waist/graph';
import { images } from '../../constructs/waist/images';
import { Primitive, Service, type ServiceProps } from '../../constructs/waist/primitives';
import { Cpu, Size } from '../../constructs/waist/units';
import { createResources } from '../../pulumi';
import { AwsTarget } from '../../stacks/aws-target';

process.env.CDK_VALIDATION = 'false';

// biome-ignore lint/suspicious/noExplicitAny: assertions read arbitrary paths of plain JSON.
type Json = any;

/** Makes a primitive below `scope`, and says how a service uses it. */
export type Sample = (scope: Construct) => Partial<ServiceProps>;

/** The targets, so that one which knows a further kind can be tried. */
export interface Targets {
  readonly kubernetes: typeof KubernetesTarget;
  readonly aws: typeof AwsTarget;
}

export const size = { cpu: Cpu.millis(100), memory: Size.mebibytes(256) };

/** What is wrong with a kind of primitive, on every target and in what is told of it; nothing when it may be used. */
export async function problemsOf(
  sample: Sample,
  { kubernetes, aws }: Targets = { kubernetes: KubernetesTarget, aws: AwsTarget },
): Promise<string[]> {
  const chart = new Chart(Testing.app(), 'city', { disableResourceNameHashes: true });
  const onKubernetes = build(chart, sample);
  const target = new kubernetes(chart);
  target.render(chart);
  const stack = new Stack(new AwsApp({ analyticsReporting: false }), 'city');
  const onAws = build(stack, sample);
  const awsTarget = new aws(stack, { hostedZone: { id: 'Z0123456789', name: 'city.example' } });
  awsTarget.render(stack);
  return [
    ...told(onKubernetes),
    ...inTheCluster(onKubernetes, chart.toJson(), target),
    ...inTheStack(onAws, Template.fromStack(stack).toJSON(), stack, awsTarget),
    ...(await throughPulumi(onKubernetes, chart)),
  ];
}

interface Built {
  readonly primitives: readonly Primitive[];
  readonly user: Service;
}

function build(scope: Construct, sample: Sample): Built {
  const use = sample(scope);
  const user = new Service(scope, 'User', {
    image: images.nginx,
    size,
    ports: { http: 8080 },
    probes: { ready: { tcp: 8080 }, live: { tcp: 8080 } },
    ...use,
  });
  return { primitives: Primitive.all(scope), user };
}

/** The picture and the table of sizes. */
function told({ primitives }: Built): string[] {
  return primitives.flatMap((primitive) => {
    const { path } = primitive.node;
    const { description, holdsData } = primitive;
    const disk = description?.takes?.disk;
    return [
      ...connectionsOf(primitive)
        .filter(({ to }) => !to.description)
        .map(({ to }) => `${to.node.path} has an arrow to it and no box in the picture`),
      ...(holdsData && description && !disk ? [`${path} holds data and takes no disk in the table of sizes`] : []),
      ...(disk && !holdsData ? [`${path} takes a disk and says that it holds no data`] : []),
    ];
  });
}

const pathOf = (manifest: Json): string => manifest.metadata.annotations?.[pathAnnotation];

function inTheCluster({ primitives, user }: Built, manifests: readonly Json[], target: KubernetesTarget): string[] {
  const pod = manifests.find((one) => one.kind === 'Deployment' && pathOf(one) === user.node.path).spec.template.spec;
  const waits = JSON.stringify(pod.initContainers ?? []);
  const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');
  const owned = primitives.flatMap((primitive) => {
    const { path } = primitive.node;
    const own = manifests.filter((one) => pathOf(one) === path);
    // The claims of a StatefulSet stay when it goes.
    const stays = own.some(({ spec }) => spec?.volumeClaimTemplates) || own.every(isKept);
    const runs = own.some(({ spec }) => spec?.template?.spec?.containers ?? spec?.jobTemplate);
    return [
      ...(primitive.holdsData && !stays ? [`${path} holds data and goes with the platform on Kubernetes`] : []),
      ...(runs && !primitive.description?.takes ? [`${path} runs pods and is in no table of sizes`] : []),
    ];
  });
  const paths = connectionsOf(user).flatMap(({ to, port }) => {
    const [peer] = target.peersOf(to);
    const pods = typeof peer === 'object' ? peer.podSelector?.matchLabels : undefined;
    const opens = ({ spec: { podSelector, ingress = [] } }: Json) =>
      JSON.stringify(podSelector.matchLabels) === JSON.stringify(pods) &&
      ingress.some(({ ports }: Json) => ports.some((one: Json) => one.port === port));
    const own = manifests.some((one) => pathOf(one) === to.node.path);
    return [
      ...(waits.includes(target.hostOf(to)) ? [] : [`${to.node.path} is not waited for on Kubernetes`]),
      ...(own && !policies.some(opens) ? [`no policy lets anybody in to ${to.node.path}:${port} on Kubernetes`] : []),
    ];
  });
  const jobs = user.after.filter((job) => !waits.includes(target.objectOf(job).name));
  return [...owned, ...paths, ...jobs.map(({ node }) => `${node.path} is not waited for on Kubernetes`)];
}

const isKept = ({ metadata }: Json): boolean => metadata.labels?.[keepLabel] === 'true';

function inTheStack({ primitives, user }: Built, template: Json, stack: Stack, target: AwsTarget): string[] {
  const idsBelow = ({ node }: Primitive) =>
    node
      .findAll()
      .filter((one) => 'cfnResourceType' in one)
      .filter((one) => !one.node.path.includes('/SecurityGroup/'))
      .map((one) => stack.resolve((one as CfnResource).logicalId) as string);
  const [service] = Object.values<Json>(template.Resources).filter(({ Type }) => Type === 'AWS::ECS::Service');
  const needed: string[] = service.DependsOn ?? [];
  const owned = primitives.flatMap((primitive) => {
    const main = primitive.node.defaultChild as CfnResource | undefined;
    if (!primitive.holdsData || !main) return [];
    const { DeletionPolicy, UpdateReplacePolicy } = template.Resources[stack.resolve(main.logicalId)];
    const retained = DeletionPolicy === 'RetainExceptOnCreate' && UpdateReplacePolicy === 'Retain';
    return retained ? [] : [`${primitive.node.path} holds data and goes with the stack`];
  });
  const waits = user.startsAfter.flatMap((earlier) => {
    const { path } = earlier.node;
    const below = idsBelow(earlier);
    const isSecret = earlier.description === undefined;
    if (below.length === 0 || isSecret) return [];
    return [
      ...(below.some((id) => needed.includes(id)) ? [] : [`${path} is not in the DependsOn of its user`]),
      ...(target.groupOf(earlier) ? [] : [`${path} has no security group`]),
    ];
  });
  return [...owned, ...waits];
}

async function throughPulumi({ primitives, user }: Built, chart: Chart): Promise<string[]> {
  runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }),
    call: ({ inputs }) => inputs,
  });
  const options = new Map<string, CustomResourceOptions>();
  const parent = new ComponentResource(
    'citykit:test:Kind',
    'kind',
    {},
    {
      transformations: [
        ({ props, opts }) => {
          if (props.kind) options.set(`${props.kind}/${props.metadata.name}`, opts);
          return undefined;
        },
      ],
    },
  );
  const resources = createResources(parent, chart);
  const manifests: Json[] = chart.toJson();
  const keyOf = ({ kind, metadata }: Json) => `${kind}/${metadata.name}`;
  const userKey = keyOf(manifests.find((one) => one.kind === 'Deployment' && pathOf(one) === user.node.path));
  const needed = new Set((options.get(userKey)?.dependsOn ?? []) as CustomResource[]);
  const lost = manifests
    .filter((manifest) => isKept(manifest) && !options.get(keyOf(manifest))?.retainOnDelete)
    .map((manifest) => `${keyOf(manifest)} goes with the Pulumi stack`);
  const waits = primitives
    .filter((primitive) => user.startsAfter.includes(primitive) && primitive.description)
    .flatMap(({ node: { path } }) => {
      const own = manifests.filter((manifest) => pathOf(manifest) === path);
      const isNeeded = own.some((manifest) => needed.has(resources.get(keyOf(manifest))!));
      return own.length === 0 || isNeeded ? [] : [`${path} is not in the dependsOn of its user in Pulumi`];
    });
  return [...lost, ...waits];
}
