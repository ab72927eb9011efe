import { toYaml } from '../../constructs/files/to-yaml';
import { type ChartObject, type ChartValues, ChartValuesFinder } from './chart-values';
import { templateOf } from './slots';
import { valuesSchema } from './values-schema';

/** A platform as a chart for Helm 3.8 or newer. */
export interface HelmChart {
  /** Contents by path within the chart's folder. */
  readonly files: ReadonlyMap<string, string>;
  readonly values: ChartValues;
  /** What is made before the chart is installed, because a release is kept in it. */
  readonly namespace: string | undefined;
  /**
   * The ConfigMaps, with what programs are made of: applied before the chart. Helm keeps a release, chart and objects, in a Secret of
   * 1 MiB at most, and with these in it that of a city is refused (seen with Helm 4.1.4).
   */
  readonly configMaps: string;
}

/** What a chart says of itself. */
export interface HelmChartOptions {
  /** Also what the names of all objects begin with. */
  readonly name: string;
  readonly description: string;
  readonly namespace: string;
  /** Of the kit. */
  readonly version: string;
}

/** With `-0`, versions such as `v1.33.4-eks-1234567` count too, which are pre-releases to Helm. */
const kubeVersion = '>=1.30.0-0';

/** Gives a Job another name where values change what it runs: a Job is not changed in place. */
const jobSuffix = 'citykit.jobs';

/**
 * Makes a chart of the objects of a platform. With its own values it gives exactly these objects.
 *
 * What values decide goes through templates. Everything else is handed on byte for byte (`.Files.Get`), since what an
 * application reads may hold what a template would take for its own. A file is one object, so that a change of the spec is
 * read well in a review.
 */
export function helmChart(objects: readonly object[], options: HelmChartOptions): HelmChart {
  const manifests = objects as readonly ChartObject[];
  const namespace = manifests.find(({ kind }) => kind === 'Namespace');
  const finder = new ChartValuesFinder(options.name);
  const jobs = manifests.filter(({ kind }) => kind === 'Job').map(({ metadata }) => metadata.name);
  const files = new Map<string, string>();
  const plain: string[] = [];
  const configMaps = manifests.filter(({ kind }) => kind === 'ConfigMap');
  const width = String(manifests.length).length;
  for (const [at, manifest] of manifests.entries()) {
    if (manifest === namespace || configMaps.includes(manifest)) continue;
    const { object, slots } = finder.slotted(manifest);
    const yaml = toYaml([object]).join('');
    const named = jobs.filter((job) => yaml.includes(job));
    const file = `${String(at).padStart(width, '0')}-${manifest.kind.toLowerCase()}-${manifest.metadata.name}.yaml`;
    if (slots.size === 0 && named.length === 0) {
      files.set(`files/${file}`, yaml);
      plain.push(file);
    } else files.set(`templates/${file}`, withJobs(templateOf(yaml, slots), named));
  }
  const { values } = finder;
  files.set('templates/files.yaml', filesTemplate(options, plain));
  files.set('templates/_helpers.tpl', helpers(values));
  files.set('values.yaml', `# What a city may change without another synthesis.\n${toYaml([values]).join('')}`);
  files.set('values.schema.json', `${JSON.stringify(valuesSchema(values), null, 2)}\n`);
  files.set('Chart.yaml', toYaml([chartOf(options)]).join(''));
  return {
    ...{ files, values, configMaps: toYaml(configMaps).join('') },
    namespace: namespace && toYaml([namespace]).join(''),
  };
}

function withJobs(template: string, jobs: readonly string[]): string {
  return jobs.reduce((text, job) => text.replaceAll(job, `${job}{{ include "${jobSuffix}" . }}`), template);
}

function chartOf({ name, description, version }: HelmChartOptions): object {
  return { apiVersion: 'v2', name, description, type: 'application', version, appVersion: version, kubeVersion };
}

/** Hands the files on. Of all templates it is the one that looks where the chart is installed. */
function filesTemplate({ namespace }: HelmChartOptions, files: readonly string[]): string {
  const wrong = `This platform is made for the namespace ${namespace}: helm --namespace ${namespace}.`;
  return `{{- if ne .Release.Namespace ${JSON.stringify(namespace)} }}
{{- fail ${JSON.stringify(wrong)} }}
{{- end }}
${files.map((file) => `---\n{{ .Files.Get "files/${file}" }}\n`).join('')}`;
}

function helpers({ images, imagePullSecrets }: ChartValues): string {
  // As Go's toJson writes it: names in their order, and <, > and & escaped, which no reference holds.
  const own = JSON.stringify({ imagePullSecrets, images });
  return `{{- define "${jobSuffix}" -}}
{{- $now := dict "images" .Values.images "imagePullSecrets" .Values.imagePullSecrets | toJson -}}
{{- if ne $now ${JSON.stringify(own)} }}-{{ $now | sha256sum | trunc 6 }}{{ end -}}
{{- end }}
`;
}
