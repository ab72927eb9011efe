import { isRecord, list, type Manifest, record, text } from './manifest';

/** Whether a Kubernetes label selector picks these labels; an empty selector picks everything. */
export function selects(selector: unknown, labels: Manifest): boolean {
  if (!isRecord(selector)) {
    return false;
  }
  const wanted = record(selector.matchLabels);
  for (const name in wanted) {
    if (labels[name] !== wanted[name]) {
      return false;
    }
  }
  return list(selector.matchExpressions).every((expression) => holds(expression, labels));
}

function holds(expression: unknown, labels: Manifest): boolean {
  const { key, operator, values } = record(expression);
  const value = labels[text(key)];
  switch (operator) {
    case 'In':
      return list(values).includes(value);
    case 'NotIn':
      return value === undefined || !list(values).includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
