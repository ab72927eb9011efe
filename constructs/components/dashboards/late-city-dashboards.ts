/** What draws a city, with the SDK of Grafana: read when a city is drawn, so that others do not wait for it. */
export function lateCityDashboards(): typeof import('./city-dashboards') {
  return require('./city-dashboards');
}
