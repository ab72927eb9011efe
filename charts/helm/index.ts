export type { ChartValues, IngressValues, WorkloadValues } from './chart-values';
export { type HelmChart, type HelmChartOptions, helmChart } from './helm-chart';
