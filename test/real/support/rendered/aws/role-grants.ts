import type { CloudAssembly, Json } from './cloud-assembly';
import type { TemplateValues } from './template-values';

/** What the roles of a template may do, by the policies that name them. */
export class RoleGrants {
  constructor(
    private readonly assembly: CloudAssembly,
    private readonly values: TemplateValues,
  ) {}

  /**
   * Whether IAM would let the role do so.
   *
   * @param role its logical id
   * @param context what conditions ask about
   * @throws Error when a policy of the role is not understood
   */
  allows(role: string, action: string, resource: string, context: Readonly<Record<string, string>> = {}): boolean {
    return this.statements(role).some(
      ({ Action, Resource, Condition = {} }) =>
        [Action].flat().some((one: string) => one === action) &&
        [Resource].flat().some((one: string) => one === resource) &&
        holds(Condition, context),
    );
  }

  /** Every statement of the role, filled in. */
  statements(role: string): Json[] {
    const { Policies, ManagedPolicyArns } = this.assembly.resources[role]?.Properties ?? {};
    if (Policies || ManagedPolicyArns) throw new Error(`${role}: only policies of their own are understood`);
    const documents = this.assembly
      .entries('AWS::IAM::Policy')
      .filter(([, { Properties }]) => Properties.Roles?.some(({ Ref }: Json) => Ref === role))
      .map(([, { Properties }]) => this.values.resolve(Properties.PolicyDocument));
    return documents.flatMap(({ Statement }) =>
      Statement.map((statement: Json) => {
        if (statement.Effect !== 'Allow' || statement.NotAction || statement.NotResource)
          throw new Error(`${role}: ${JSON.stringify(statement)} is not understood`);
        return statement;
      }),
    );
  }
}

function holds(condition: Json, context: Readonly<Record<string, string>>): boolean {
  return Object.entries<Json>(condition).every(([operator, wanted]) => {
    if (operator !== 'StringEquals') throw new Error(`the condition ${operator} is not understood`);
    return Object.entries(wanted).every(([key, value]) => context[key] === value);
  });
}
