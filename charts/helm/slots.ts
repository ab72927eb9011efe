/** Where a template takes something from a chart's values. */
export interface Slot {
  /** What stands in an object in its place. */
  readonly mark: string;
  /** A value of one line, a block of YAML under its field, or a block that is left out where it is empty. */
  readonly form: 'scalar' | 'block' | 'optional';
  /** The expression of Go's templates, without its braces. */
  readonly expression: string;
}

/**
 * Turns the YAML of an object with {@link Slot}s in it into a template. What an object holds of the braces of templates is
 * escaped: an application's own `{{label}}` stays as it is.
 */
export function templateOf(yaml: string, slots: ReadonlyMap<string, Slot>): string {
  const escaped = yaml.replaceAll('{{', '{{ "{{" }}');
  return escaped.replace(
    /^( *(?:- )?)([\w-]+): (citykit-slot-\d+)$/gm,
    (line, lead: string, field: string, mark: string) => {
      const slot = slots.get(mark);
      if (!slot) return line;
      const { form, expression } = slot;
      if (form === 'scalar') return `${lead}${field}: {{ ${expression} }}`;
      const block = `${lead}${field}: {{- toYaml ${form === 'optional' ? '.' : `(${expression})`} | nindent ${lead.length + 2} }}`;
      if (form === 'block') return block;
      const indent = ' '.repeat(lead.length);
      return `${indent}{{- with ${expression} }}\n${block}\n${indent}{{- end }}`;
    },
  );
}
