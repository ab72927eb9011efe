import type { CodeEntry } from './code-entry';

/** What tenants, data models, and what is made of their data have to satisfy together. */
export const dataRuleCodes = {
  'tenant-unique': {
    title: 'Two tenants have one id.',
    why: 'The id is all that keeps the data of departments apart.',
    mend: 'Give one of them another id, or remove it.',
    example: {
      of: 'spec',
      wrong: 'tenants:\n  - id: parks\n  - id: parks\n    title: Gardens',
      right: 'tenants:\n  - id: parks\n  - id: gardens',
    },
  },
  'tenant-database': {
    title: 'Two tenants would share one database.',
    why: "The broker names a tenant's database by the Java hash code of its id, and these two have the same.",
    mend: 'Give one of them another id.',
    example: {
      of: 'spec',
      wrong: 'tenants:\n  - id: parks_an\n  - id: parks_c0',
      right: 'tenants:\n  - id: parks_an\n  - id: parks_c1',
    },
  },
  'data-model-core-term': {
    title: 'A data model uses a name that NGSI-LD has for something else.',
    why: 'The core context of NGSI-LD goes before every other: a type called Point is a geometry to every program, and values a list.',
    mend: 'Give the type or the attribute another name.',
    example: {
      of: 'spec',
      wrong:
        'dataModels:\n  - type: Point\n    attributes: { level: { kind: Property, iri: https://example.org/level } }',
      right:
        'dataModels:\n  - type: MeasuringPoint\n    attributes: { level: { kind: Property, iri: https://example.org/level } }',
    },
  },
  'data-model-schema': {
    title: 'The schema of an attribute is none, leads out of itself, or has an example that it refuses.',
    why: 'It becomes part of the schema of the entity, which programs read offline, and an example of each attribute is published with it.',
    mend: 'Write it in JSON Schema 2020-12. Copy what it refers to into its own $defs, and add examples where none can be made of it.',
    example: {
      of: 'spec',
      wrong:
        'dataModels:\n  - type: Dock\n    attributes:\n      free: { kind: Property, iri: https://example.org/free, schema: { type: intger } }',
      right:
        'dataModels:\n  - type: Dock\n    attributes:\n      free: { kind: Property, iri: https://example.org/free, schema: { type: integer } }',
    },
  },
  'data-model-unique': {
    title: 'A type of entity has two data models.',
    why: 'The registry serves one schema for a type, and the context one meaning.',
    mend: 'Remove one, or give one another type.',
    example: {
      of: 'spec',
      wrong: 'dataModels: [Building, Building]',
      right: 'dataModels: [Building, Device]',
    },
  },
  'term-unique': {
    title: 'Two names stand for one IRI.',
    why: 'Entities are stored by IRIs, and come back under one of the names only: under the other, nothing is ever found.',
    mend: 'Give each attribute an IRI of its own, or use one name for what is the same.',
    example: {
      of: 'spec',
      wrong:
        'dataModels:\n  - type: Ferry\n    attributes:\n      seats: { kind: Property, iri: https://izmir.example/seats }\n      places: { kind: Property, iri: https://izmir.example/seats }',
      right:
        'dataModels:\n  - type: Ferry\n    attributes:\n      seats: { kind: Property, iri: https://izmir.example/seats }\n      places: { kind: Property, iri: https://izmir.example/places }',
    },
  },
  'term-taken': {
    title: 'A name stands for another IRI already.',
    why: 'One @context serves the whole city, and a name means one thing in it: the IRI given here would be ignored. The terms of NGSI-LD itself go before all others.',
    mend: 'Write the IRI that the name has already, or give the attribute another name.',
    example: {
      of: 'spec',
      wrong:
        'dataModels:\n  - type: Ferry\n    attributes:\n      location: { kind: GeoProperty, iri: https://izmir.example/position }',
      right:
        'dataModels:\n  - type: Ferry\n    attributes:\n      location: { kind: GeoProperty, iri: https://uri.etsi.org/ngsi-ld/location }',
    },
  },
  'open-data-model': {
    title: 'A type is published that has no data model.',
    why: 'A dataset says what it conforms to.',
    mend: 'Add the type to dataModels.',
    example: {
      of: 'spec',
      wrong: 'openData:\n  - { type: Building, licence: CC-BY-4.0 }',
      right: 'dataModels: [Building]\nopenData:\n  - { type: Building, licence: CC-BY-4.0 }',
    },
  },
  'open-data-personal': {
    title: 'A type is published whose entities tell of persons.',
    why: 'Open data are for everybody, and cannot be taken back.',
    mend: 'Remove it, or publish figures in a data model of their own that tell of nobody.',
    example: {
      of: 'spec',
      wrong:
        'dataModels:\n  - type: Resident\n    personal: true\n    attributes:\n      age: { kind: Property, iri: https://izmir.example/age }\nopenData:\n  - { type: Resident, licence: CC-BY-4.0 }',
      right:
        'dataModels:\n  - type: Resident\n    personal: true\n    attributes:\n      age: { kind: Property, iri: https://izmir.example/age }',
    },
  },
  'open-data-tenant': {
    title: 'A dataset belongs to a tenant that is not declared.',
    why: 'It would be empty for ever.',
    mend: 'Add the tenant to tenants, or write the id of one that is there.',
    example: {
      of: 'spec',
      wrong: 'dataModels: [Building]\nopenData:\n  - { type: Building, licence: CC-BY-4.0, tenant: parks }',
      right:
        'tenants: [{ id: parks }]\ndataModels: [Building]\nopenData:\n  - { type: Building, licence: CC-BY-4.0, tenant: parks }',
    },
  },
  'dashboards-model': {
    title: 'Dashboards are asked for and there is no data model.',
    why: 'They are made from the data models: without one there is nothing to draw.',
    mend: 'Name the data models in use, or switch dashboards off.',
    example: {
      of: 'spec',
      wrong: 'dashboards: { enabled: true }',
      right: 'dataModels: [Building]\ndashboards: { enabled: true }',
    },
  },
  'dashboards-tenant': {
    title: 'Dashboards are to draw the data of a tenant that is not declared.',
    why: 'Nobody is a member of it, so nobody could sign in.',
    mend: 'Add the tenant to tenants, or write the id of one that is there.',
    example: {
      of: 'spec',
      wrong: 'dataModels: [Building]\ndashboards: { enabled: true, tenants: [parks] }',
      right: 'tenants: [{ id: parks }]\ndataModels: [Building]\ndashboards: { enabled: true, tenants: [parks] }',
    },
  },
  'open-data-unique': {
    title: 'A type of a tenant is published twice.',
    why: 'It becomes one dataset; the second would overwrite the first.',
    mend: 'Remove one, or name another tenant.',
    example: {
      of: 'spec',
      wrong:
        'dataModels: [Building]\nopenData:\n  - { type: Building, licence: CC-BY-4.0 }\n  - { type: Building, licence: CC0-1.0 }',
      right: 'dataModels: [Building]\nopenData:\n  - { type: Building, licence: CC-BY-4.0 }',
    },
  },
  'device-group-unique': {
    title: 'Two groups of devices have one id.',
    why: 'The id is in the topics and names of the devices: one of the groups could not be reached.',
    mend: 'Give one of them another id.',
    example: {
      of: 'spec',
      wrong:
        'dataModels: [Building]\ndevices:\n  - { id: meters, type: Building, unlisted: pass }\n  - { id: meters, type: Building, unlisted: pass }',
      right:
        'dataModels: [Building]\ndevices:\n  - { id: meters, type: Building, unlisted: pass }\n  - { id: gates, type: Building, unlisted: pass }',
    },
  },
  'device-unique': {
    title: 'A group names a device twice.',
    why: 'There is one device, and its entity has one set of static values.',
    mend: 'Remove one of them.',
    example: {
      of: 'spec',
      wrong:
        'dataModels: [Building]\ndevices:\n  - { id: meters, type: Building, unlisted: pass, devices: [hall, hall] }',
      right: 'dataModels: [Building]\ndevices:\n  - { id: meters, type: Building, unlisted: pass, devices: [hall] }',
    },
  },
  'device-group-tenant': {
    title: 'Devices belong to a tenant that is not declared.',
    why: 'The broker would refuse all that they send.',
    mend: 'Add the tenant to tenants, or write the id of one that is there.',
    example: {
      of: 'spec',
      wrong: 'dataModels: [Building]\ndevices:\n  - { id: meters, type: Building, unlisted: pass, tenant: parks }',
      right:
        'tenants: [{ id: parks }]\ndataModels: [Building]\ndevices:\n  - { id: meters, type: Building, unlisted: pass, tenant: parks }',
    },
  },
  'device-group-model': {
    title: 'A value of devices has no place in a data model.',
    why: 'The data model says what is a number, and in which unit. A name outside of it would mean something else to everybody.',
    mend: 'Write the name of an attribute of the type, or add the type or the attribute to dataModels.',
    example: {
      of: 'spec',
      wrong:
        'dataModels: [OffStreetParking]\ndevices:\n  - { id: car-parks, type: OffStreetParking, attributes: { free: freeSpots } }',
      right:
        'dataModels: [OffStreetParking]\ndevices:\n  - { id: car-parks, type: OffStreetParking, attributes: { free: availableSpotNumber } }',
    },
  },
  'device-group-takes': {
    title: 'Of a group of devices nothing would be taken.',
    why: 'Values that are not listed are refused, and none is listed.',
    mend: "List attributes, or set unlisted to 'pass'.",
    example: {
      of: 'spec',
      wrong: 'dataModels: [Building]\ndevices:\n  - { id: meters, type: Building }',
      right: 'dataModels: [Building]\ndevices:\n  - { id: meters, type: Building, unlisted: pass }',
    },
  },
  'device-group-network': {
    title: 'Uplinks cannot be fetched as the group says.',
    why: 'Only LoRaWAN network servers have uplinks to fetch, and ChirpStack names those of an application by its id.',
    mend: 'Set protocol to that of the network server, with the id of the application for ChirpStack, or remove network.',
    example: {
      of: 'spec',
      wrong:
        'dataModels: [Building]\ndevices:\n  - id: meters\n    type: Building\n    unlisted: pass\n    network: { host: lora.izmir.example, user: izmir, secret: { name: lora } }',
      right:
        'dataModels: [Building]\ndevices:\n  - id: meters\n    type: Building\n    unlisted: pass\n    protocol: things-stack\n    network: { host: lora.izmir.example, user: izmir, secret: { name: lora } }',
    },
  },
  'demo-data-profile': {
    title: 'A platform that people rely on would send demo data.',
    why: 'Simulated values would stand among real ones, in the open data too.',
    mend: "Set demoData to false, or try it with profile 'pilot' or 'laptop'.",
    example: {
      of: 'spec',
      wrong:
        'profile: city\nlocation: { latitude: 38.42, longitude: 27.14 }\ndataModels: [OffStreetParking]\ndemoData: true',
      right:
        'profile: pilot\nlocation: { latitude: 38.42, longitude: 27.14 }\ndataModels: [OffStreetParking]\ndemoData: true',
    },
  },
  'demo-data-place': {
    title: 'Demo data has no place on the map.',
    why: 'Its devices stand around the place where the city lies.',
    mend: 'Add location.',
    example: {
      of: 'spec',
      wrong: 'dataModels: [OffStreetParking]\ndemoData: true',
      right: 'location: { latitude: 38.42, longitude: 27.14 }\ndataModels: [OffStreetParking]\ndemoData: true',
    },
  },
  'demo-data-model': {
    title: 'The city has no data model that demo data could be of.',
    why: 'The simulator knows car parks, air quality, weather and traffic.',
    mend: 'Add one of their types to dataModels.',
    example: {
      of: 'spec',
      wrong: 'location: { latitude: 38.42, longitude: 27.14 }\ndataModels: [Building]\ndemoData: true',
      right: 'location: { latitude: 38.42, longitude: 27.14 }\ndataModels: [Building, WeatherObserved]\ndemoData: true',
    },
  },
  'demo-group-reserved': {
    title: 'A group of devices has an id of the simulator.',
    why: 'What simulated devices have left is removed when there is no demo data any more.',
    mend: 'Give the group another id.',
    example: {
      of: 'spec',
      wrong:
        'dataModels: [Building]\ndemoData: false\ndevices:\n  - { id: demo-meters, type: Building, unlisted: pass }',
      right: 'dataModels: [Building]\ndemoData: false\ndevices:\n  - { id: meters, type: Building, unlisted: pass }',
    },
  },
} as const satisfies Record<string, CodeEntry>;
