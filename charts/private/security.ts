import type { Image } from '../../constructs/waist/images';
import type { k8s } from './k8s';

/** Pod Security `restricted`, with the image's numeric user. */
export function podSecurity({ user }: Image): k8s.PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: user.uid,
    runAsGroup: user.gid,
    fsGroup: user.gid,
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

export const containerSecurity: k8s.SecurityContext = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

/** For a container that runs as another user than its pod. */
export function containerSecurityAs({ user }: Image): k8s.SecurityContext {
  return { ...containerSecurity, runAsUser: user.uid, runAsGroup: user.gid };
}
