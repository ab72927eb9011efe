/** Fills `$(NAME)` in, as the kubelet does: an unknown name stays as it is written, and `$$` is one dollar sign. */
export function expand(value: string, known: Readonly<Record<string, string>>): string {
  return value.replace(/\$(?:\$|\(([A-Za-z_][A-Za-z0-9_.-]*)\))/g, (whole, name: string | undefined) =>
    name === undefined ? '$' : (known[name] ?? whole),
  );
}
