/** What a code of a problem means, for whoever meets it. */
export interface CodeEntry {
  /** What is wrong, as a sentence. */
  readonly title: string;
  /** Why it is refused, or what it would lead to. */
  readonly why: string;
  /** What to do. */
  readonly mend: string;
  readonly example: Example;
}

/** What makes the problem and what does not. A test holds that the first gives this code and no other, and the second none. */
export type Example =
  /** Fields of a spec in YAML, beside those of {@link exampleSpec}. `before` is how it was rendered last. */
  | { readonly of: 'spec'; readonly wrong: string; readonly right: string; readonly before?: string }
  /** A whole file; `name` says of what kind. */
  | { readonly of: 'file'; readonly name: string; readonly wrong: string; readonly right: string }
  /** Lines for a shell, in a folder with `city.yaml`, a valid spec. */
  | { readonly of: 'shell'; readonly wrong: string; readonly right: string }
  /** Fields of the model of a realm in YAML. */
  | { readonly of: 'realm'; readonly wrong: string; readonly right: string }
  /** A program that uses the kit. */
  | { readonly of: 'program'; readonly wrong: string; readonly right: string }
  /** Fields of a Kubernetes object in YAML, at the path `at` of the first of its kind; `null` stands for a field left out. */
  | {
      readonly of: 'object';
      readonly kind: string;
      readonly at?: string;
      readonly wrong: string;
      readonly right: string;
    }
  /** Fields of a service of a Compose file in YAML; `null` stands for a field left out. */
  | { readonly of: 'service'; readonly wrong: string; readonly right: string }
  /** None can be shown in a few lines, for the reason given. */
  | { readonly of: 'nothing'; readonly because: string };

/** The fields of a valid spec that the examples do not repeat. */
export const exampleSpec = `name: izmir
country: TR
population: 4500000
domain: izmir.example
contact: { email: data@izmir.example }
`;
