import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

/** What tells which version runs, and whose an object is. */
export const identification: readonly Policy[] = [
  {
    name: 'image-tag',
    subject: 'container',
    kinds: WORKLOADS,
    what: 'has an image without a version',
    why: 'An image that changes under its name makes two equal deployments differ.',
    fix: 'Name a tag other than latest, or a digest.',
    path: 'image',
    expression:
      "container.?image.orValue('').matches('@sha256:[0-9a-f]{64}$') || " +
      "(container.?image.orValue('').matches('^[^@]*:[A-Za-z0-9_][A-Za-z0-9_.-]*$') && " +
      "!container.image.endsWith(':latest'))",
    example: {
      kind: 'Deployment',
      at: 'spec.template.spec.containers[0]',
      wrong: 'image: registry.example/scorpio:latest',
      right: 'image: registry.example/scorpio:5.0.3',
    },
  },
  {
    name: 'pod-labels',
    subject: 'template',
    kinds: WORKLOADS,
    what: 'makes pods without the recommended labels name and instance',
    why: 'Services, policies and budgets find pods by them.',
    fix: 'Set the labels app.kubernetes.io/name and instance on the pod template.',
    path: 'metadata.labels',
    expression:
      "['app.kubernetes.io/name', 'app.kubernetes.io/instance'].all(label, " +
      "variables.template.?metadata.?labels[?label].orValue('') != '')",
    example: {
      kind: 'Job',
      at: 'spec.template.metadata.labels',
      wrong: "'app.kubernetes.io/instance': null",
      right: "'app.kubernetes.io/instance': izmir",
    },
  },
  {
    name: 'recommended-labels',
    subject: 'object',
    kinds: ['*'],
    what: "lacks one of Kubernetes' recommended labels",
    why: 'They tell whose an object is, and what may be deleted with it.',
    fix: 'Set the labels app.kubernetes.io/name, instance, part-of and managed-by.',
    path: 'metadata.labels',
    expression:
      "['app.kubernetes.io/name', 'app.kubernetes.io/instance', 'app.kubernetes.io/part-of', " +
      "'app.kubernetes.io/managed-by'].all(label, object.?metadata.?labels[?label].orValue('') != '')",
    example: {
      kind: 'ConfigMap',
      at: 'metadata.labels',
      wrong: "'app.kubernetes.io/part-of': null",
      right: "'app.kubernetes.io/part-of': izmir",
    },
  },
];
