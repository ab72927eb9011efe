import type {
  ExecutionRepresentation,
  FlowRepresentation,
  RealmRepresentation,
} from '../../constructs/components/identity/realm/representation';
import type { Stored } from './admin-api';
import { type Context, path } from './context';
import { differs } from './differs';

type Execution = Stored & {
  readonly providerId?: string;
  readonly displayName: string;
  readonly authenticationFlow?: boolean;
  readonly level: number;
};

/**
 * The authentication flows. A flow that people log in with is changed step by step, additions before removals, so that
 * it is never weaker than both what it was and what it becomes.
 */
export async function applyFlows(context: Context, { authenticationFlows }: RealmRepresentation): Promise<void> {
  const { api, at, changed } = context;
  const existing = await api.get<{ alias: string }[]>(`${at}/authentication/flows`);
  for (const flow of authenticationFlows) {
    if (flow.topLevel && !existing.some(({ alias }) => alias === flow.alias)) {
      const { authenticationExecutions: _, ...empty } = flow;
      await api.post(`${at}/authentication/flows`, empty);
      changed(`flow ${flow.alias}: created`);
    }
  }
  // Flows come before the flows within them, so each exists when its steps are set.
  for (const flow of authenticationFlows) await applySteps(context, flow, authenticationFlows);
}

async function applySteps(
  { api, at, changed }: Context,
  { alias, authenticationExecutions: wanted }: FlowRepresentation,
  flows: readonly FlowRepresentation[],
): Promise<void> {
  const executions = `${at}/authentication/flows${path(alias)}/executions`;
  const read = async () => (await api.get<Execution[]>(executions)).filter(({ level }) => level === 0);

  const before = await read();
  for (const step of wanted) {
    if (before.some((execution) => isStep(execution, step))) continue;
    if (step.authenticatorFlow) {
      const inner = flows.find((flow) => flow.alias === step.flowAlias);
      const body = { alias: step.flowAlias, type: 'basic-flow', provider: '', description: inner?.description };
      await api.post(`${executions}/flow`, { ...body, priority: step.priority });
    } else {
      await api.post(`${executions}/execution`, { provider: step.authenticator, priority: step.priority });
    }
    changed(`flow ${alias}: ${name(step)} added`);
  }

  const after = await read();
  for (const execution of after) {
    const step = wanted.find((each) => isStep(execution, each));
    if (step === undefined) continue;
    const { requirement, priority } = step;
    if (!differs({ requirement, priority }, execution)) continue;
    await api.put(executions, { ...execution, requirement, priority });
    changed(`flow ${alias}: ${name(step)} ${requirement.toLowerCase()}`);
  }
  for (const execution of after) {
    if (wanted.some((step) => isStep(execution, step))) continue;
    await api.delete(`${at}/authentication/executions/${execution.id}`);
    changed(`flow ${alias}: ${execution.displayName} removed`);
  }
}

function isStep(execution: Execution, step: ExecutionRepresentation): boolean {
  return step.authenticatorFlow
    ? execution.authenticationFlow === true && execution.displayName === step.flowAlias
    : execution.providerId === step.authenticator;
}

function name({ authenticator, flowAlias }: ExecutionRepresentation): string {
  return authenticator ?? flowAlias ?? '';
}
