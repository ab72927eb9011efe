// All that renders primitives with the typed objects of Kubernetes; loaded by the target.
export { kubernetesKinds } from '../kubernetes-kinds';
export { renderAlarms } from './alarms';
export { replicasName } from './long-running';
export { renderFoundation, renderPlatform } from './platform';
export { Traffic } from './traffic';
