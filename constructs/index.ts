export { ContextBroker, type ContextBrokerProps } from './components/context-broker/context-broker';
export { DataModelRegistry, type DataModelRegistryProps } from './components/data-model-registry/data-model-registry';
export type { AskedCity } from './components/federation/asked-city';
export { Gateway, type GatewayProps, type TokenIssuer } from './components/gateway/gateway';
export type { AccessRule } from './components/gateway/gateway-model';
export { Route, type RouteProps } from './components/gateway/route';
export { Identity, type IdentityProps } from './components/identity/identity';
export { OidcClient, type OidcClientProps } from './components/identity/oidc-client';
export { OpenDataPortal, type OpenDataPortalProps } from './components/open-data-portal/open-data-portal';
export {
  type LoadedCity,
  type LoadedFederation,
  type LoadedSpec,
  loadSpec,
} from './files/load-spec';
export type { Position } from './files/spec-source';
export { builtInModels } from './models/built-in';
export type { DataModel, ModelAttribute } from './models/data-model';
export { changeCodes, changeProblems, checkChanges } from './platform/changes/changes';
export { type DiskFacts, type PlatformFacts, platformFacts } from './platform/changes/platform-facts';
export { CityPlatform, type CityPlatformProps } from './platform/city-platform';
export { type CataloguedCity, type FederationPart, partOf } from './platform/federation-part';
export { type Sizing, sizing } from './platform/sizing';
export { CityError, isCityError, type Problem } from './problems/city-error';
export { Site, type SiteProps } from './servers/site';
export { type City, type CityInput, defineCity, isCity, parseCity } from './spec/city';
export { defineFederation, type Federation, type FederationQuery, type Peer, peersOf } from './spec/federation';
export { Alarm, type AlarmProps } from './waist/alarm';
export { type CheckId, checks } from './waist/checks';
export type { Claim } from './waist/claim';
export { Component } from './waist/component';
export { Dashboard, type DashboardProps, type Panel } from './waist/dashboard';
export type { Description, Shape, Takes } from './waist/description';
export type { Finding } from './waist/finding';
export { type Connection, connections, connectionsOf, secretsOf, startOrder } from './waist/graph';
export { type Image, imageReference, images } from './waist/images';
export { type Lacks, lackOf, type Trait } from './waist/lacks';
export { nameOf } from './waist/names';
export { addOptOut, type OptOut, optOuts } from './waist/opt-out';
export * from './waist/primitives';
export type { Metric, Quantity } from './waist/quantity';
export { type Kind, type Kinds, type Part, type Rendered, Target } from './waist/target';
export { type ComputeSize, Cpu, Duration, Size } from './waist/units';
export type { WorkloadSize } from './waist/workload-size';
