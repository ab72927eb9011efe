import { type ApiObject, JsonPatch } from 'cdk8s';
import type { Replicas, ResolvedProbes } from '../../constructs/waist/primitives';
import { Duration } from '../../constructs/waist/units';
import type { KubernetesTarget } from '../kubernetes-target';
import { metadataOf, selectorOf } from '../metadata';
import { k8s, object } from './k8s';
import { containerPorts, probesOf, servicePorts, spread } from './long-running';
import type { MainContainer } from './main-container';
import { podTemplate } from './pod';
import { renderServiceAccount } from './service-account';

/** Time for proxies and load balancers to hear that a replica goes, before it is told to stop. */
const drain = Duration.seconds(5);

/** A program that keeps running. */
export interface LongRunning extends MainContainer {
  readonly ports: Readonly<Record<string, number>>;
  /** Whether a Service of the same name leads to the ports. @default true */
  readonly service?: boolean;
  readonly probes: ResolvedProbes;
  readonly replicas: Replicas;
  readonly replacesBeforeStart: boolean;
  readonly stopsWithin: Duration;
  /** Volumes besides the model's, with where they are mounted. @default none */
  readonly mounted?: { readonly volumes: readonly k8s.Volume[]; readonly mounts: readonly k8s.VolumeMount[] };
}

/** Deployment, ServiceAccount, Service, and what many replicas need: a disruption budget and an autoscaler. */
export function renderDeployment(target: KubernetesTarget, main: LongRunning): ApiObject {
  const { scope, name, ports, replicas, mounted } = main;
  const selector = selectorOf(name);
  const metadata = metadataOf(target, scope, name);
  const scales = replicas.max > replicas.min;
  renderServiceAccount(target, main);
  const deployment = object(k8s.KubeDeployment, scope, 'Deployment', {
    metadata,
    spec: {
      // An autoscaler owns the number of replicas: stated here too, each deployment would set it back.
      ...(scales ? {} : { replicas: replicas.min }),
      selector: { matchLabels: selector },
      strategy: main.replacesBeforeStart
        ? { type: 'Recreate' }
        : {
            type: 'RollingUpdate',
            rollingUpdate: { maxUnavailable: k8s.IntOrString.fromNumber(0), maxSurge: k8s.IntOrString.fromNumber(1) },
          },
      template: podTemplate(target, main, {
        ...mounted,
        replaceable: true,
        container: {
          ports: containerPorts(ports),
          ...probesOf(main.probes),
        },
        spec: {
          terminationGracePeriodSeconds: main.stopsWithin.seconds + drain.seconds,
          ...(replicas.max > 1 ? { topologySpreadConstraints: spread(selector) } : {}),
        },
      }),
    },
  });
  // The kubelet's own sleep needs no shell in the image. It is younger (1.30) than the typed objects.
  deployment.addJsonPatch(
    JsonPatch.add('/spec/template/spec/containers/0/lifecycle', { preStop: { sleep: { seconds: drain.seconds } } }),
  );
  if (main.service !== false && Object.keys(ports).length > 0) {
    object(k8s.KubeService, scope, 'Service', { metadata, spec: { selector, ports: servicePorts(ports) } });
  }
  // An autoscaled workload with one replica has one too: it may have more replicas when a node is drained.
  if (replicas.max > 1) {
    object(k8s.KubePodDisruptionBudget, scope, 'PodDisruptionBudget', {
      metadata,
      spec: {
        selector: { matchLabels: selector },
        maxUnavailable: k8s.IntOrString.fromNumber(1),
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
      },
    });
  }
  if (scales) {
    object(k8s.KubeHorizontalPodAutoscalerV2, scope, 'HorizontalPodAutoscaler', {
      metadata,
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
        minReplicas: replicas.min,
        maxReplicas: replicas.max,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
        ],
      },
    });
  }
  return deployment;
}
