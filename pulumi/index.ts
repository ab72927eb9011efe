export { CityPlatform, type CityPlatformArgs } from './city-platform';
export { createResources, KubernetesComponent, type KubernetesComponentArgs } from './kubernetes-component';
