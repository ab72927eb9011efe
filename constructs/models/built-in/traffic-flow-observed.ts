import { common, required } from './common-attributes';
import { smartDataModel } from './smart-data-model';
import { amount, choice, flag, instant, instantOrInterval, integerFrom, link, share } from './value-schema';

export const trafficFlowObserved = smartDataModel('dataModel.Transportation', 'TrafficFlowObserved', {
  title: 'Traffic flow',
  description: 'How many vehicles passed a place over a period, and how fast.',
  attributes: {
    name: common.name,
    location: common.location,
    address: common.address,
    dateObserved: required({ ...common.dateObserved, schema: instantOrInterval() }),
    dateObservedFrom: { schema: instant('2026-01-01T11:55:00Z'), description: 'Start of the period.' },
    dateObservedTo: { schema: instant(), description: 'End of the period.' },
    laneId: { schema: integerFrom(1, 1), description: 'The lane observed, by its number on the road segment.' },
    laneDirection: {
      schema: choice(['forward', 'backward']),
      description: 'Direction of the lane, along or against the road segment.',
    },
    reversedLane: { schema: flag(false), description: 'Whether traffic ran against the usual direction.' },
    intensity: { schema: amount(197), description: 'Vehicles counted in the period.' },
    occupancy: { schema: share(0.76), unit: 'C62', description: 'Share of the period in which a vehicle was present.' },
    averageVehicleSpeed: { schema: amount(52.6), unit: 'KMH', description: 'Mean speed of the vehicles.' },
    averageVehicleLength: { schema: amount(4.9), unit: 'MTR', description: 'Mean length of the vehicles.' },
    averageHeadwayTime: { schema: amount(2.5), unit: 'SEC', description: 'Mean time between two vehicles.' },
    averageGapDistance: { schema: amount(24), unit: 'MTR', description: 'Mean distance between two vehicles.' },
    congested: { schema: flag(false), description: 'Whether there was congestion.' },
    vehicleType: {
      schema: choice(
        [
          'agriculturalVehicle',
          'bicycle',
          'bus',
          'minibus',
          'car',
          'caravan',
          'tram',
          'tanker',
          'carWithCaravan',
          'carWithTrailer',
          'lorry',
          'moped',
          'motorcycle',
          'motorcycleWithSideCar',
          'motorscooter',
          'trailer',
          'van',
          'constructionOrMaintenanceVehicle',
          'trolley',
          'binTrolley',
          'sweepingMachine',
          'cleaningTrolley',
        ],
        'car',
      ),
      description: 'The kind of vehicle counted, when only one was.',
    },
    refRoadSegment: {
      kind: 'Relationship',
      schema: link('urn:ngsi-ld:RoadSegment:example'),
      description: 'The road segment observed.',
    },
  },
});
