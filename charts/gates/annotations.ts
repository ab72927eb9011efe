/** Annotations by which an object states why it needs what a policy otherwise refuses; the value is the reason. */
export const REASONS = {
  /** On a pod template: why its pods need a token for the Kubernetes API. */
  serviceAccountToken: 'citykit/service-account-token',
  /** On a Service: why it is open to the outside of the cluster. */
  edge: 'citykit/edge',
} as const;
