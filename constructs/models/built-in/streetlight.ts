import { common, required, STATUS } from './common-attributes';
import { smartDataModel } from './smart-data-model';
import { amount, choice, freeText, instant, link, links, number, share } from './value-schema';

export const streetlight = smartDataModel('dataModel.Streetlighting', 'Streetlight', {
  title: 'Street light',
  description: 'A lamp that lights public space, with its state and what it uses.',
  attributes: {
    name: common.name,
    location: required(common.location),
    address: common.address,
    areaServed: common.areaServed,
    status: {
      iri: STATUS,
      schema: choice(['brokenLantern', 'columnIssue', 'defectiveLamp', 'ok'], 'ok'),
      required: true,
      description: 'Whether it is in order.',
    },
    powerState: { schema: choice(['bootingUp', 'low', 'off', 'on'], 'on'), description: 'Whether it burns.' },
    illuminanceLevel: { schema: share(0.7), unit: 'C62', description: 'How far it is turned up, from 0 to 1.' },
    controllingMethod: {
      schema: choice(['group', 'individual'], 'individual'),
      description: 'Whether it is switched by itself or with others.',
    },
    circuit: { schema: freeText('C-17'), description: 'The circuit that feeds it.' },
    locationCategory: {
      schema: choice(
        [
          'bridge',
          'centralIsland',
          'facade',
          'garden',
          'park',
          'parking',
          'pedestrianPath',
          'playground',
          'road',
          'sidewalk',
          'tunnel',
        ],
        'sidewalk',
      ),
      description: 'What it lights.',
    },
    lanternHeight: { schema: amount(10), unit: 'MTR', description: 'Height of the lantern above the ground.' },
    powerConsumption: { schema: amount(38), unit: 'WTT', description: 'Power it draws now.' },
    powerRating: { schema: amount(60), unit: 'WTT', description: 'Power it is built for.' },
    powerFactor: { schema: number(0.95, { minimum: -1, maximum: 1 }), unit: 'C62', description: 'Its power factor.' },
    voltage: { schema: amount(229), unit: 'VLT', description: 'Voltage at the lamp.' },
    dateLastLampChange: { schema: instant('2024-07-08T08:00:00Z'), description: 'When the lamp was last replaced.' },
    dateLastSwitchingOn: { schema: instant('2026-01-01T15:05:00Z'), description: 'When it was last switched on.' },
    dateLastSwitchingOff: { schema: instant('2026-01-01T05:40:00Z'), description: 'When it was last switched off.' },
    refStreetlightGroup: {
      kind: 'Relationship',
      schema: link('urn:ngsi-ld:StreetlightGroup:example'),
      description: 'The group it is switched with.',
    },
    refDevice: {
      kind: 'Relationship',
      schema: links('urn:ngsi-ld:Device:example'),
      description: 'The devices that control it.',
    },
  },
});
