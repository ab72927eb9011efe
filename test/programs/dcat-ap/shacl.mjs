// Validates a graph, Turtle on standard input, against shapes in the files that are named, and writes what is violated as
// JSON. A program of its own, because the validator is an ES module.
import { readFileSync } from 'node:fs';
import { Parser, Store } from 'n3';
import Validator from 'rdf-validate-shacl';

const parsed = (text, baseIRI) => new Parser({ baseIRI }).parse(text);
const shapes = process.argv.slice(2).flatMap((file, at) => parsed(readFileSync(file, 'utf8'), `urn:shapes:${at}`));
const data = parsed(readFileSync(0, 'utf8'), 'urn:data');
const { results } = await new Validator(new Store(shapes)).validate(new Store(data));
const violations = results
  .filter(({ severity }) => severity.value.endsWith('#Violation'))
  .map(({ focusNode, path, message, sourceConstraintComponent }) => ({
    node: focusNode?.value,
    path: Array.isArray(path) ? path.map((step) => step.predicates?.[0]?.value) : path?.value,
    constraint: sourceConstraintComponent?.value.split('#').at(-1),
    message: message.map(({ value }) => value).join(' '),
  }));
process.stdout.write(JSON.stringify(violations));
