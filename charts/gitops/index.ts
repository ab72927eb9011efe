export { type GitopsOptions, type GitopsSource, type GitopsTool, gitopsObjects, gitopsTools } from './gitops-objects';
export { kustomization, kustomizationFile } from './kustomization';
