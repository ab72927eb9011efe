export { CityPlatformComponent, type CityPlatformComponentArgs } from './city-platform-component';
export { createResources, KubernetesComponent, type KubernetesComponentArgs } from './kubernetes-component';
