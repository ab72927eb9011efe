import type { CodeEntry } from './code-entry';

/** What is wrong with one field, or with one option of a program that uses the kit. */
export const fieldCodes = {
  required: {
    title: 'A field is missing that has no default.',
    why: 'Nothing else in the spec says what it should be.',
    mend: 'Add the field; the message shows one.',
    example: {
      of: 'file',
      name: 'city.yaml',
      wrong: 'name: oulu\npopulation: 210000\nprofile: laptop',
      right: 'name: oulu\ncountry: FI\npopulation: 210000\nprofile: laptop',
    },
  },
  'unknown-key': {
    title: 'A key has a name that is not known at this place.',
    why: 'A mistyped key would be ignored without a word, and its default would be used.',
    mend: 'Write it as the message suggests, or remove it. docs/reference/city.md lists every field.',
    example: { of: 'spec', wrong: 'popultion: 4500000', right: 'profile: pilot' },
  },
  'bad-key': {
    title: 'A name in a mapping of names is written in a way that cannot work.',
    why: 'Such names become terms of an @context, labels or annotations, which allow certain letters only.',
    mend: 'Give it another name, as the rule says.',
    example: {
      of: 'spec',
      wrong:
        'dataModels:\n  - type: Ferry\n    attributes:\n      car-deck: { kind: Property, iri: https://izmir.example/carDeck }',
      right:
        'dataModels:\n  - type: Ferry\n    attributes:\n      carDeck: { kind: Property, iri: https://izmir.example/carDeck }',
    },
  },
  'wrong-type': {
    title: 'A value is of another kind than the field: text for a number, a list for a mapping.',
    why: 'Guessing what was meant would make two readers of one file disagree.',
    mend: 'Write it as the message says: numbers without quotes and separators, lists with a hyphen before each item, mappings as key: value.',
    example: { of: 'spec', wrong: 'gateway:\n  - maxBodyMegabytes: 5', right: 'gateway:\n  maxBodyMegabytes: 5' },
  },
  'not-allowed': {
    title: 'A value is none of those that the field can have.',
    why: 'The field chooses among things that the kit knows; another name would choose nothing.',
    mend: 'Use one of the values in the message.',
    example: { of: 'spec', wrong: 'profile: metropolis', right: 'profile: pilot' },
  },
  'out-of-range': {
    title: 'A number, a text or a list is too small or too large.',
    why: 'The limits are those of the software that takes the value, or of what was measured.',
    mend: 'Use a value within the limits of the message.',
    example: { of: 'spec', wrong: 'rotation: -1', right: 'rotation: 1' },
  },
  'bad-format': {
    title: 'A text is not written in the form that the field asks for.',
    why: 'It becomes a part of names, addresses or schedules, which have a grammar.',
    mend: 'Write it like the example in the message.',
    example: {
      of: 'spec',
      wrong: 'title: Izmir\ndomain: https://izmir.example',
      right: 'title: Izmir\ndomain: izmir.example',
    },
  },
} as const satisfies Record<string, CodeEntry>;
