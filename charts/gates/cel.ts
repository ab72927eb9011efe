/** A compiled expression: its value for these variables; throws where evaluating it fails. */
export type Expression = (variables: Readonly<Record<string, unknown>>) => unknown;

interface Environment {
  parse(expression: string): Expression;
}

interface Engine {
  readonly Environment: new (options: object) => Environment;
}

let environment: Environment | undefined;
const expressions = new Map<string, Expression>();

// The engine is an ES module, which Node 20.19 and newer can `require`; it is loaded when a rule first needs it.
function celEnvironment(): Environment {
  if (environment === undefined) {
    const { Environment } = require('@marcbachmann/cel-js') as Engine;
    environment = new Environment({ unlistedVariablesAreDyn: true, enableOptionalTypes: true });
  }
  return environment;
}

/** Compiles an expression of the Common Expression Language once; throws when it is not one. */
export function compile(expression: string): Expression {
  let compiled = expressions.get(expression);
  if (compiled === undefined) {
    compiled = celEnvironment().parse(expression);
    expressions.set(expression, compiled);
  }
  return compiled;
}
