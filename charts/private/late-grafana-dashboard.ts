/** What writes dashboards with the SDK of Grafana: read when there is one to write, so that others do not wait for it. */
export function lateGrafanaDashboard(): typeof import('./grafana-dashboard') {
  return require('./grafana-dashboard');
}
