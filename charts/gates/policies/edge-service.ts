import type { Policy } from '../policy';

export const edgeService: Policy = {
  name: 'edge-service',
  subject: 'object',
  kinds: ['Service'],
  what: 'is open to the outside of the cluster',
  why: 'The gateway is the one way in; a second would go around tokens, roles and the audit log.',
  fix: 'Use type ClusterIP, or give the reason in the annotation citykit/edge.',
  path: 'spec.type',
  expression:
    "!(object.spec.?type.orValue('ClusterIP') in ['LoadBalancer', 'NodePort']) || " +
    "object.?metadata.?annotations[?'citykit/edge'].orValue('') != ''",
};
