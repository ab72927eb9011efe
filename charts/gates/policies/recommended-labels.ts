import type { Policy } from '../policy';

export const recommendedLabels: Policy = {
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
};
