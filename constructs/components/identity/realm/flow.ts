import type { ExecutionRepresentation, FlowRepresentation } from './representation';

type Step = Omit<ExecutionRepresentation, 'priority'>;

/** An authentication flow whose steps run in the order given. */
export function flow(
  alias: string,
  description: string,
  topLevel: boolean,
  steps: readonly Step[],
): FlowRepresentation {
  return {
    alias,
    description,
    providerId: 'basic-flow',
    topLevel,
    builtIn: false,
    authenticationExecutions: steps.map((each, at) => ({ ...each, priority: 10 * (at + 1) })),
  };
}

/** A step that an authenticator of Keycloak does. */
export function step(authenticator: string, requirement: Step['requirement']): Step {
  return { authenticator, authenticatorFlow: false, requirement };
}

/** A step that is a flow of its own. */
export function subFlow(flowAlias: string, requirement: Step['requirement']): Step {
  return { flowAlias, authenticatorFlow: true, requirement };
}
