import type { CityRule } from './city-rule';

export const dashboardsModel: CityRule = {
  code: 'dashboards-model',
  reads: ['dashboards.enabled', 'dataModels[].type'],
  rule: 'Dashboards are made from data models.',
  check: ({ dashboards, dataModels }) =>
    dashboards.enabled && dataModels.length === 0
      ? [{ path: 'dashboards.enabled', value: true, fix: 'Name the data models in use in dataModels.' }]
      : [],
};
