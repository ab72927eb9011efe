export { type GitopsOptions, type GitopsSource, type GitopsTool, gitopsFile } from './gitops-objects';
export { kustomization, kustomizationFile } from './kustomization';
