export {
  type GitopsOptions,
  type GitopsSource,
  type GitopsTool,
  gitopsFile,
  gitopsObjects,
  gitopsTools,
} from './gitops-objects';
export { kustomization, kustomizationFile } from './kustomization';
