import { common, required, STATUS } from './common-attributes';
import { smartDataModel } from './smart-data-model';
import { amount, choice, choices, freeText, instant, link, links, number, share } from './value-schema';

export const wasteContainer = smartDataModel('dataModel.WasteManagement', 'WasteContainer', {
  title: 'Waste container',
  description: 'A container for waste, with how full it is and when it is emptied.',
  attributes: {
    name: common.name,
    description: common.description,
    location: required(common.location),
    address: common.address,
    fillingLevel: { schema: share(0.4), unit: 'C62', description: 'How full it is, from 0 to 1.' },
    status: {
      iri: STATUS,
      schema: choice(['ok', 'lidOpen', 'dropped', 'moved', 'vandalized', 'burning', 'unknown']),
      description: 'Whether it is as it should be.',
    },
    category: {
      schema: choices(['fixed', 'ground', 'other', 'portable', 'underground'], ['underground']),
      description: 'How it is set up.',
    },
    storedWasteKind: {
      schema: choice(
        [
          'organic',
          'inorganic',
          'glass',
          'oil',
          'plastic',
          'metal',
          'paper',
          'batteries',
          'electronics',
          'hazardous',
          'other',
        ],
        'organic',
      ),
      description: 'What may be thrown into it.',
    },
    storedWasteOrigin: {
      schema: choice(
        ['household', 'municipal', 'industrial', 'construction', 'hostelry', 'agriculture', 'other'],
        'household',
      ),
      description: 'Where the waste comes from.',
    },
    temperature: { schema: number(18), unit: 'CEL', description: 'Temperature inside.' },
    cargoWeight: { schema: amount(150), unit: 'KGM', description: 'Weight of the waste in it.' },
    methaneConcentration: { schema: amount(2.1), unit: '59', description: 'Methane inside, in parts a million.' },
    binCapacity: { schema: amount(1100), unit: 'LTR', description: 'Volume of waste it can hold.' },
    binMaxLoad: { schema: amount(440), unit: 'KGM', description: 'Weight of waste it can hold.' },
    dateLastEmptying: { schema: instant(), description: 'When it was last emptied.' },
    nextActuationDeadline: { schema: instant('2026-01-03T06:00:00Z'), description: 'By when it must be emptied next.' },
    dateLastCleaning: { schema: instant('2025-12-20T09:00:00Z'), description: 'When it was last cleaned.' },
    serialNumber: { schema: freeText('WC-0042'), description: 'Its serial number.' },
    refWasteContainerIsle: {
      kind: 'Relationship',
      schema: link('urn:ngsi-ld:WasteContainerIsle:example'),
      description: 'The isle it stands on.',
    },
    refDevice: {
      kind: 'Relationship',
      schema: links('urn:ngsi-ld:Device:example'),
      description: 'The sensors in it.',
    },
  },
});
