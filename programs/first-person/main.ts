import { Environment } from '../shared/environment';
import { firstPerson, firstPersonConfig } from './first-person';

// What a person waits for, and no job that is tried again: one line of JSON, or one of what is wrong.
const environment = new Environment(process.env);
const config = firstPersonConfig(environment);
environment.check();
firstPerson(config).then(
  (made) => process.stdout.write(`${JSON.stringify(made)}\n`),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  },
);
