export { CityPlatformProject, type CityPlatformProjectProps } from './city-platform-project';
export type {
  ComposeFile,
  Condition,
  EdgeNotes,
  HealthCheck,
  Mount,
  PlatformNotes,
  PublishedPort,
  ServiceDefinition,
  WelcomeNotes,
} from './compose-file';
export type { ComposeOptions } from './compose-options';
export { ComposeService } from './compose-service';
export { ComposeTarget } from './compose-target';
export { type ComposeGateOptions, checkComposeFile } from './gates/gate';
export { renderToCompose } from './render-to-compose';
export { type ComposeSynthesis, synthCompose } from './synth';
