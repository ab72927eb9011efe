import type { Image } from '../../constructs/waist/images';
import type { k8s } from './k8s';

/**
 * Pod Security `restricted`, with the image's numeric user.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function podSecurityContext({ user }: Image): k8s.PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: user.uid,
    runAsGroup: user.gid,
    fsGroup: user.gid,
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** The rest of Pod Security `restricted`, and a file system that nobody writes to. */
export const containerSecurityContext: k8s.SecurityContext = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

/** For a container that runs as another user than its pod. */
export function containerSecurityContextAs({ user }: Image): k8s.SecurityContext {
  return { ...containerSecurityContext, runAsUser: user.uid, runAsGroup: user.gid };
}
