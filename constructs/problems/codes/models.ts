import type { CodeEntry } from './code-entry';

const entity = `echo '{"id":"urn:ngsi-ld:WasteContainerIsle:1","type":"WasteContainerIsle","location":{"type":"Point","coordinates":[27.1,38.4]}}'`;
const isle = `echo 'dataModels: [WasteContainerIsle]' >> city.yaml`;
const spot = `echo 'dataModels: [ParkingSpot]' >> city.yaml`;
const model = (schema: string, more = '') =>
  `echo '{"type":"Bench","attributes":{"seats":{"kind":"Property","iri":"https://example.org/seats","schema":${schema}${more}}}}'`;
const published = (type: string) => `mkdir Bench
echo '{"properties":{${type}"seats":{"type":"integer"}}}' > Bench/schema.json`;

/** What is wrong with data models in files, and with entities. */
export const modelCodes = {
  'model-folder': {
    title: 'What is to be imported is no published data model.',
    why: 'The schema of a type stands in schema.json of its folder, with context, examples and model.yaml in or beside it.',
    mend: 'Name the folder of one type in a checkout of Smart Data Models, or its schema.json.',
    example: {
      of: 'shell',
      wrong: 'mkdir Bench\ncitykit models add Bench --spec city.yaml',
      right: `${published('"type":{"const":"Bench"},')}\ncitykit models add Bench --spec city.yaml`,
    },
  },
  'model-type': {
    title: 'A published data model says no type that an entity can have.',
    why: 'The type names the model in the spec, in the @context and in every entity.',
    mend: 'Give properties.type of schema.json an enum with the type alone.',
    example: {
      of: 'shell',
      wrong: `${published('')}\ncitykit models add Bench --spec city.yaml`,
      right: `${published('"type":{"enum":["Bench"]},')}\ncitykit models add Bench --spec city.yaml`,
    },
  },
  'model-exists': {
    title: 'Where an imported data model belongs lies another file.',
    why: 'It may have been changed by hand, and the change would be lost.',
    mend: 'Compare both with citykit models diff; with --overwrite the file is replaced.',
    example: {
      of: 'shell',
      wrong: `${published('"type":{"const":"Bench"},')}\nmkdir models\necho mine > models/Bench.yaml\ncitykit models add Bench --spec city.yaml`,
      right: `${published('"type":{"const":"Bench"},')}\nmkdir models\necho mine > models/Bench.yaml\ncitykit models add Bench --spec city.yaml --overwrite`,
    },
  },
  'model-spec': {
    title: 'A data model is to be added to what is no file of one city.',
    why: 'The entry is written into the dataModels of a city in YAML or JSON; a program and a federation have no such place.',
    mend: 'Name the file of the city; in TypeScript import the model and list it.',
    example: {
      of: 'shell',
      wrong: `${published('"type":{"const":"Bench"},')}\necho 'export default {}' > city.ts\ncitykit models add Bench --spec city.ts`,
      right: `${published('"type":{"const":"Bench"},')}\ncitykit models add Bench --spec city.yaml`,
    },
  },
  'model-unknown': {
    title: 'There is no such data model to compare or to write types of.',
    why: 'A model is a built-in one by its type, a file with one, a published folder or schema, or all models of a spec.',
    mend: 'Check the path and the type.',
    example: {
      of: 'shell',
      wrong: 'citykit models diff ParkingSpott ParkingSpot',
      right: 'citykit models diff ParkingSpot ParkingSpot',
    },
  },
  'model-breaks': {
    title: 'A change of a data model breaks who reads or writes its entities.',
    why: 'Programs and stored entities keep to the model as it was: what they send is refused, or what they rely on is gone.',
    mend: 'Undo the change, or make it one that adds only. Where it is meant, tell who uses the model and raise its version by one.',
    example: {
      of: 'shell',
      wrong: `${model('{"type":"number"}')} > old.json\n${model('{"type":"integer"}')} > new.json\ncitykit models diff old.json new.json`,
      right: `${model('{"type":"number"}')} > old.json\n${model('{"type":"number"}', ',"unit":"C62"')} > new.json\ncitykit models diff old.json new.json`,
    },
  },
  'entity-file': {
    title: 'A file of entities is no JSON.',
    why: 'Entities come as one JSON object, as a list of them, or as one a line.',
    mend: 'Mend the place that the message names.',
    example: {
      of: 'shell',
      wrong: `${spot}\necho '[{"id": "urn:ngsi-ld:WasteContainerIsle:1",]' > isles.json\ncitykit models validate isles.json --spec city.yaml`,
      right: `${isle}\n${entity} > isles.json\ncitykit models validate isles.json --spec city.yaml`,
    },
  },
  'entity-type': {
    title: 'An entity is of no type that the city has a data model for.',
    why: 'The broker stores it all the same, but nothing says what it means and nobody can rely on it.',
    mend: 'Correct its type, or add the data model: citykit models add.',
    example: {
      of: 'shell',
      wrong: `${spot}\necho '{"id":"urn:ngsi-ld:Bench:1","type":"Bench"}' > e.json\ncitykit models validate e.json --spec city.yaml`,
      right: `${isle}\n${entity} > e.json\ncitykit models validate e.json --spec city.yaml`,
    },
  },
  'entity-invalid': {
    title: 'An entity does not agree with its data model.',
    why: 'Programs that read it rely on the model.',
    mend: 'Change the entity; where the entity is right, change the model.',
    example: {
      of: 'shell',
      wrong: `echo 'dataModels: [Building]' >> city.yaml\necho '{"id":"urn:ngsi-ld:Building:1","type":"Building","address":5}' > e.json\ncitykit models validate e.json --spec city.yaml`,
      right: `${isle}\n${entity} > e.json\ncitykit models validate e.json --spec city.yaml`,
    },
  },
} as const satisfies Record<string, CodeEntry>;
