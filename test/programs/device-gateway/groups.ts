import type { DeviceGroup } from '../../../constructs/components/device-gateway/device-group';

const context = 'https://models.town.example/context/v1/0123456789ab/Parking.jsonld';

/** Car parks that send JSON. */
export const carParks: DeviceGroup = {
  id: 'car-parks',
  tenant: 'parking',
  protocol: 'json',
  type: 'OffStreetParking',
  entity: 'urn:ngsi-ld:OffStreetParking:{id}',
  context,
  devices: { konak: { name: { type: 'Property', value: 'Konak' } } },
  pattern: 'p-*',
  attributes: {
    free: { name: 'availableSpotNumber', kind: 'number', unit: 'C62' },
    open: { name: 'isOpen', kind: 'boolean' },
    state: { name: 'status', kind: 'texts' },
    note: { name: 'description', kind: 'text' },
    since: { name: 'since', kind: 'instant' },
    pos: { name: 'location', kind: 'geometry' },
    spot: { name: 'refParkingSpot', kind: 'relationship' },
    raw: { name: 'raw', kind: 'json' },
  },
  fixed: { category: { type: 'Property', value: ['public'] } },
};

/** Air stations behind The Things Stack. */
export const loraAir: DeviceGroup = {
  id: 'lora-air',
  protocol: 'things-stack',
  type: 'AirQualityObserved',
  entity: 'urn:ngsi-ld:AirQualityObserved:{id}',
  context,
  devices: {},
  pattern: '*',
  attributes: {
    temperature: { name: 'temperature', kind: 'number', unit: 'CEL' },
    'air.pm10': { name: 'pm10', kind: 'number' },
    gps: { name: 'location', kind: 'geometry' },
    TimeInstant: { name: 'dateObserved', kind: 'instant' },
  },
  fixed: {},
};
