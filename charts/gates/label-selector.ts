import { asList, asRecord, asText, isRecord, type Manifest } from './manifest';

/** Whether a Kubernetes label selector picks these labels; an empty selector picks everything. */
export function selects(selector: unknown, labels: Manifest): boolean {
  if (!isRecord(selector)) {
    return false;
  }
  const wanted = asRecord(selector.matchLabels);
  for (const name in wanted) {
    if (labels[name] !== wanted[name]) {
      return false;
    }
  }
  return asList(selector.matchExpressions).every((expression) => holds(expression, labels));
}

function holds(expression: unknown, labels: Manifest): boolean {
  const { key, operator, values } = asRecord(expression);
  const value = labels[asText(key)];
  switch (operator) {
    case 'In':
      return asList(values).includes(value);
    case 'NotIn':
      return value === undefined || !asList(values).includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
