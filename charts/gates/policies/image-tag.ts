import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const imageTag: Policy = {
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
};
