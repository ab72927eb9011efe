export { CityPlatformChart, type CityPlatformChartProps } from './city-platform-chart';
export { admissionPolicies } from './gates/admission-policies';
export { checkManifests, type GateOptions } from './gates/gate';
export type { KubernetesOptions } from './kubernetes-options';
export { KubernetesTarget } from './kubernetes-target';
export { renderToKubernetes } from './render-to-kubernetes';
export { type KubernetesSynthesis, synthKubernetes } from './synth';
