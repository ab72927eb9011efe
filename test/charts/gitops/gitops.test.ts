import { parse, parseAllDocuments } from 'yaml';
import { gitopsFile, kustomization } from '../../../charts/gitops';

const source = {
  name: 'izmir',
  namespace: 'platform',
  repository: 'https://git.izmir.example/platform.git',
  branch: 'main',
  path: 'out/izmir/kubernetes',
};

test('Argo CD applies the folder into the namespace of the platform, and puts back what was changed by hand', () => {
  expect(parse(gitopsFile('argocd', source))).toMatchObject({
    kind: 'Application',
    metadata: { name: 'izmir', namespace: 'argocd' },
    spec: {
      source: { repoURL: source.repository, targetRevision: 'main', path: source.path },
      destination: { namespace: 'platform' },
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        syncOptions: expect.arrayContaining(['ServerSideApply=true']),
      },
    },
  });
});

test('Argo CD compares with what the API server would make of the folder, so that no default of an operator is a difference', () => {
  const { annotations } = parse(gitopsFile('argocd', source)).metadata;
  expect(annotations['argocd.argoproj.io/compare-options'].split(',')).toEqual(
    expect.arrayContaining(['ServerSideDiff=true', 'IncludeMutationWebhook=true']),
  );
});

test('taking the Application away leaves the platform: it has no finalizer', () => {
  expect(parse(gitopsFile('argocd', source)).metadata.finalizers).toBeUndefined();
});

test('Flux clones the repository and applies the folder', () => {
  const [repository, kustomized] = parseAllDocuments(gitopsFile('flux', source)).map((one) => one.toJS());
  expect(repository).toMatchObject({
    kind: 'GitRepository',
    spec: { url: source.repository, ref: { branch: 'main' } },
  });
  expect(kustomized).toMatchObject({
    kind: 'Kustomization',
    spec: {
      path: `./${source.path}`,
      prune: true,
      wait: true,
      sourceRef: { kind: 'GitRepository', name: repository.metadata.name },
    },
  });
});

test('a base names the files beside it', () => {
  expect(parse(kustomization(['izmir.k8s.yaml']))).toMatchObject({
    kind: 'Kustomization',
    resources: ['izmir.k8s.yaml'],
  });
});
