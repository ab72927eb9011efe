import { toYaml } from '../../constructs/files/to-yaml';

/** The tools that take a platform from a Git repository to a cluster. */
export type GitopsTool = 'argocd' | 'flux';

/** Where the artefacts of a city lie in Git. */
export interface GitopsSource {
  /** URL of the repository, as the tool clones it. */
  readonly repository: string;
  readonly branch: string;
  /** Folder with the city's objects and their `Kustomization`, from the root of the repository. */
  readonly path: string;
}

/** What a tool takes. */
export interface GitopsOptions extends GitopsSource {
  /** Name of the city. */
  readonly name: string;
  /** Where the platform runs. */
  readonly namespace: string;
}

const gitopsObjects: Readonly<Record<GitopsTool, (options: GitopsOptions) => readonly object[]>> = {
  argocd: ({ name, namespace, repository, branch, path }) => [
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        name,
        namespace: 'argocd',
        // What is there is compared with what the API server would make of the folder, defaults and webhooks included. By
        // itself Argo CD finds a difference in each default of an operator's kind, and applies without end.
        annotations: { 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true,IncludeMutationWebhook=true' },
      },
      spec: {
        project: 'default',
        source: { repoURL: repository, targetRevision: branch, path },
        destination: { server: 'https://kubernetes.default.svc', namespace },
        syncPolicy: {
          automated: { prune: true, selfHeal: true },
          // Operators may still be on their way; what is gone goes last, when its successor is there.
          syncOptions: ['ServerSideApply=true', 'PruneLast=true', 'SkipDryRunOnMissingResource=true'],
          retry: { limit: 10, backoff: { duration: '30s', factor: 2, maxDuration: '10m' } },
        },
      },
    },
  ],
  flux: ({ name, repository, branch, path }) => [
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name, namespace: 'flux-system' },
      spec: { interval: '5m', url: repository, ref: { branch } },
    },
    {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name, namespace: 'flux-system' },
      spec: {
        interval: '10m',
        path: `./${path}`,
        prune: true,
        wait: true,
        timeout: '30m',
        sourceRef: { kind: 'GitRepository', name },
      },
    },
  ],
};

/**
 * A YAML file with the objects that make a tool keep a platform like the folder in Git.
 *
 * Both apply on the server's side, put back what somebody changed by hand, and take away what left the folder, but for what
 * holds data, which says so itself (`citykit/keep`). Taking these objects away leaves the platform as it is.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/diff-strategies/
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
 */
export function gitopsFile(tool: GitopsTool, options: GitopsOptions): string {
  return toYaml(gitopsObjects[tool](options)).join('');
}
