import type { Probe, ResolvedProbes } from '../../constructs/waist/primitives';
import { k8s } from './k8s';

/** How a replica is asked: five seconds to answer, asked every so many seconds. */
const startPeriod = 5;
const readyPeriod = 5;
const livePeriod = 10;

/** Until it has started once only the startup probe asks; then readiness takes it in and out, and liveness restarts it. */
export function probesOf({ ready, live, started = live, startsWithin }: ResolvedProbes): Partial<k8s.Container> {
  return {
    startupProbe: {
      ...handler(started),
      periodSeconds: startPeriod,
      timeoutSeconds: 5,
      failureThreshold: Math.ceil(startsWithin.seconds / startPeriod),
    },
    readinessProbe: { ...handler(ready), periodSeconds: readyPeriod, timeoutSeconds: 5, failureThreshold: 3 },
    livenessProbe: { ...handler(live), periodSeconds: livePeriod, timeoutSeconds: 5, failureThreshold: 3 },
  };
}

function handler(probe: Probe): Partial<k8s.Probe> {
  if ('exec' in probe) return { exec: { command: [...probe.exec] } };
  if ('tcp' in probe) return { tcpSocket: { port: k8s.IntOrString.fromNumber(probe.tcp) } };
  return { httpGet: { path: probe.http, port: k8s.IntOrString.fromNumber(probe.port) } };
}

/** Spreads replicas over zones and nodes as far as the cluster has them. */
export function spread(selector: Readonly<Record<string, string>>): k8s.TopologySpreadConstraint[] {
  return ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: { ...selector } },
    matchLabelKeys: ['pod-template-hash'],
  }));
}

/** Name of the headless Service that leads to each replica of a service. */
export function replicasName(name: string): string {
  return `${name}-replicas`;
}

/** Named ports as a container lists them. */
export function containerPorts(ports: Readonly<Record<string, number>>): k8s.ContainerPort[] {
  return Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort }));
}

/** Named ports as a Service leads to them. */
export function servicePorts(ports: Readonly<Record<string, number>>): k8s.ServicePort[] {
  return Object.entries(ports).map(([name, port]) => ({
    name,
    port,
    targetPort: k8s.IntOrString.fromString(name),
    protocol: 'TCP',
  }));
}
