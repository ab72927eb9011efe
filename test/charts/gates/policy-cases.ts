import {
  autoscaler,
  configMap,
  cronJob,
  defaultDeny,
  deployment,
  goodPlatform,
  job,
  type Loose,
  namespace,
} from './good-platform';

const CONTAINER = 'spec.template.spec.containers[0]';

/** How a good platform breaks a policy, where that is found, and how it is kept in a less usual way. */
export interface Case {
  /** What spoils the good platform; gets its deployment and all its objects. */
  readonly spoil: (deployment: Loose, platform: Loose[]) => void;
  readonly object?: string;
  readonly path: string;
  /** What keeps the rule in a less usual way. */
  readonly allow?: (deployment: Loose, platform: Loose[]) => void;
}

export const container = (object: Loose): Loose => object.spec.template.spec.containers[0];
const pod = (object: Loose): Loose => object.spec.template.spec;
const security = (object: Loose): Loose => container(object).securityContext;
export const variable = (name: string, value: string) => (object: Loose) => container(object).env.push({ name, value });

/** For each policy, by its name. */
export const CASES: Readonly<Record<string, Case>> = {
  'allowed-volumes': {
    spoil: (d) => pod(d).volumes.push({ name: 'node', hostPath: { path: '/' } }),
    path: 'spec.template.spec.volumes[2]',
    allow: (d) => pod(d).volumes.push({ name: 'keys', secret: { secretName: 'izmir-keys' } }),
  },
  'autoscaler-range': {
    spoil: (d, all) => {
      delete d.spec.replicas;
      all.push({ ...autoscaler(), spec: { ...autoscaler().spec, minReplicas: 7 } });
    },
    object: 'HorizontalPodAutoscaler izmir-broker',
    path: 'spec.minReplicas',
    allow: (d, all) => {
      delete d.spec.replicas;
      all.push(autoscaler());
    },
  },
  'default-app-armor': {
    spoil: (d) => (security(d).appArmorProfile = { type: 'Unconfined' }),
    path: `${CONTAINER}.securityContext.appArmorProfile.type`,
    allow: (d) => (security(d).appArmorProfile = { type: 'RuntimeDefault' }),
  },
  'default-proc-mount': {
    spoil: (d) => (security(d).procMount = 'Unmasked'),
    path: `${CONTAINER}.securityContext.procMount`,
    allow: (d) => (security(d).procMount = 'Default'),
  },
  'default-selinux': {
    spoil: (d) => (security(d).seLinuxOptions = { user: 'system_u' }),
    path: `${CONTAINER}.securityContext.seLinuxOptions`,
    allow: (d) => (pod(d).securityContext = { seLinuxOptions: { type: 'container_t' } }),
  },
  'disruption-budget': {
    spoil: (_, all) =>
      all.splice(
        all.findIndex(({ kind }) => kind === 'PodDisruptionBudget'),
        1,
      ),
    path: '',
    allow: (d, all) => {
      d.spec.replicas = 1;
      all.splice(
        all.findIndex(({ kind }) => kind === 'PodDisruptionBudget'),
        1,
      );
    },
  },
  'drop-all-capabilities': {
    spoil: (d) => (security(d).capabilities.drop = ['NET_RAW']),
    path: `${CONTAINER}.securityContext.capabilities.drop`,
    allow: (d) => (security(d).capabilities.drop = ['NET_RAW', 'ALL']),
  },
  'edge-service': {
    spoil: (_, all) => (all.find(({ kind }) => kind === 'Service').spec.type = 'LoadBalancer'),
    object: 'Service izmir-broker',
    path: 'spec.type',
    allow: (_, all) => {
      const edge = all.find(({ kind }) => kind === 'Service');
      edge.spec.type = 'LoadBalancer';
      edge.metadata.annotations = { 'citykit/edge': 'the gateway listens here' };
    },
  },
  'image-tag': {
    spoil: (d) => (container(d).image = 'registry.example.org:5000/scorpio'),
    path: `${CONTAINER}.image`,
    allow: (d) => (container(d).image = `registry.example.org:5000/scorpio@sha256:${'0a'.repeat(32)}`),
  },
  'job-limits': {
    spoil: (_, all) => {
      const endless = cronJob();
      delete endless.spec.jobTemplate.spec.activeDeadlineSeconds;
      all.push(endless);
    },
    object: 'CronJob izmir-publisher',
    path: 'spec',
    allow: (_, all) => all.push(job(), cronJob()),
  },
  'memory-limit': {
    spoil: (d) => delete container(d).resources.limits,
    path: `${CONTAINER}.resources.limits.memory`,
    allow: (d) => (container(d).resources.limits.cpu = '2'),
  },
  'namespace-default-deny': {
    spoil: (_, all) => (all.find(({ metadata }) => metadata.name === 'izmir-default-deny').spec.egress = [{}]),
    object: 'Namespace izmir',
    path: '',
    allow: (_, all) => {
      const other = { ...defaultDeny(), metadata: { ...defaultDeny().metadata, name: 'second', namespace: 'ankara' } };
      all.push({ ...namespace(), metadata: { ...namespace().metadata, name: 'ankara' } }, other);
    },
  },
  'namespace-pod-security': {
    spoil: (_, all) => (all[0].metadata.labels['pod-security.kubernetes.io/enforce'] = 'baseline'),
    object: 'Namespace izmir',
    path: 'metadata.labels["pod-security.kubernetes.io/enforce"]',
    allow: (_, all) => (all[0].metadata.labels['pod-security.kubernetes.io/enforce-version'] = 'v1.34'),
  },
  'no-added-capabilities': {
    spoil: (d) => (security(d).capabilities.add = ['NET_ADMIN']),
    path: `${CONTAINER}.securityContext.capabilities.add`,
    allow: (d) => (security(d).capabilities.add = ['NET_BIND_SERVICE']),
  },
  'no-default-password': {
    spoil: variable('CKAN_SQLALCHEMY_URL', 'postgresql://ckan:hunter2@izmir-db/ckan'),
    path: `${CONTAINER}.env[2].value`,
    allow: variable('CKAN_SQLALCHEMY_URL', 'postgresql://ckan:$(DB_PASSWORD)@izmir-db/ckan'),
  },
  'no-host-namespaces': {
    spoil: (d) => (pod(d).hostPID = true),
    path: 'spec.template.spec',
    allow: (d) => (pod(d).hostNetwork = false),
  },
  'no-host-ports': {
    spoil: (d) => (container(d).ports[0].hostPort = 9090),
    path: `${CONTAINER}.ports`,
    allow: (d) => container(d).ports.push({ name: 'metrics', containerPort: 9091 }),
  },
  'no-host-probes': {
    spoil: (d) => (container(d).livenessProbe.httpGet.host = '169.254.169.254'),
    path: CONTAINER,
    allow: (d) => (container(d).startupProbe = { tcpSocket: { port: 9090 } }),
  },
  'no-host-process': {
    spoil: (d) => (security(d).windowsOptions = { hostProcess: true }),
    path: `${CONTAINER}.securityContext.windowsOptions.hostProcess`,
    allow: (d) => (security(d).windowsOptions = { hostProcess: false }),
  },
  'no-password-argument': {
    spoil: (d) => (container(d).args = ['--spring.datasource.password=geheim']),
    path: `${CONTAINER}.args`,
    allow: (d) => (container(d).args = ['--spring.datasource.password=$(DBPASS)']),
  },
  'no-privilege-escalation': {
    spoil: (d) => delete security(d).allowPrivilegeEscalation,
    path: `${CONTAINER}.securityContext.allowPrivilegeEscalation`,
    allow: (d) => (pod(d).initContainers = [{ ...container(deployment()), name: 'copy' }]),
  },
  'no-privileged-container': {
    spoil: (d) => (security(d).privileged = true),
    path: `${CONTAINER}.securityContext.privileged`,
    allow: (d) => (security(d).privileged = false),
  },
  'no-secret-data': {
    spoil: (_, all) => all.push({ ...configMap(), kind: 'Secret', data: { password: 'aHVudGVyMg==' } }),
    object: 'Secret izmir-broker',
    path: 'data',
    allow: (_, all) => {
      const { data, ...empty } = configMap();
      all.push({ ...empty, kind: 'Secret' });
    },
  },
  'no-secret-in-environment': {
    spoil: variable('KEYCLOAK_ADMIN_PASSWORD', 'Xq7-long-and-random'),
    path: `${CONTAINER}.env[2].value`,
    allow: variable('TOKEN_LIFESPAN_SECONDS', '300'),
  },
  'no-service-account-token': {
    spoil: (d) => delete pod(d).automountServiceAccountToken,
    path: 'spec.template.spec.automountServiceAccountToken',
    allow: (d) => {
      pod(d).automountServiceAccountToken = true;
      d.spec.template.metadata.annotations = { 'citykit/service-account-token': 'makes the secrets of the platform' };
    },
  },
  'numeric-user': {
    spoil: (d) => (security(d).runAsUser = 0),
    path: `${CONTAINER}.securityContext.runAsUser`,
    allow: (d) => {
      delete security(d).runAsUser;
      pod(d).securityContext = { runAsUser: 1001 };
    },
  },
  'pod-labels': {
    spoil: (d, all) => {
      delete d.spec.template.metadata.labels['app.kubernetes.io/instance'];
      all.find(({ kind }) => kind === 'PodDisruptionBudget').spec.selector = {};
    },
    path: 'spec.template.metadata.labels',
    allow: (d) => delete d.spec.template.metadata.labels['app.kubernetes.io/managed-by'],
  },
  'pod-network-policy': {
    spoil: (_, all) => all.push({ ...job(), metadata: { ...job().metadata, namespace: 'ankara' } }),
    object: 'Job izmir-database',
    path: '',
    allow: (_, all) => {
      all[2].spec.policyTypes = ['Ingress', 'Egress'];
    },
  },
  probes: {
    spoil: (d) => delete container(d).readinessProbe,
    path: CONTAINER,
    allow: (d) => {
      const { livenessProbe, readinessProbe, ...once } = container(deployment());
      pod(d).initContainers = [{ ...once, name: 'copy' }];
    },
  },
  'read-only-root-file-system': {
    spoil: (d) => (security(d).readOnlyRootFilesystem = false),
    path: `${CONTAINER}.securityContext.readOnlyRootFilesystem`,
    allow: (d) => pod(d).containers.push({ ...container(deployment()), name: 'second' }),
  },
  'recommended-labels': {
    spoil: (_, all) => delete all.find(({ kind }) => kind === 'ConfigMap').metadata.labels['app.kubernetes.io/part-of'],
    object: 'ConfigMap izmir-broker',
    path: 'metadata.labels',
    allow: (_, all) => (all.find(({ kind }) => kind === 'ConfigMap').metadata.labels.city = 'izmir'),
  },
  'resource-requests': {
    spoil: (d) => delete container(d).resources.requests.cpu,
    path: `${CONTAINER}.resources.requests`,
    allow: (d) => (container(d).resources.requests['ephemeral-storage'] = '1Gi'),
  },
  'run-as-non-root': {
    spoil: (d) => (security(d).runAsNonRoot = false),
    path: `${CONTAINER}.securityContext.runAsNonRoot`,
    allow: (d) => {
      delete security(d).runAsNonRoot;
      pod(d).securityContext = { runAsNonRoot: true };
    },
  },
  'safe-sysctls': {
    spoil: (d) => (pod(d).securityContext = { sysctls: [{ name: 'kernel.msgmax', value: '65536' }] }),
    path: 'spec.template.spec.securityContext.sysctls',
    allow: (d) => (pod(d).securityContext = { sysctls: [{ name: 'net.ipv4.tcp_syncookies', value: '1' }] }),
  },
  'seccomp-runtime-default': {
    spoil: (d) => (security(d).seccompProfile.type = 'Unconfined'),
    path: `${CONTAINER}.securityContext.seccompProfile.type`,
    allow: (d) => {
      delete security(d).seccompProfile;
      pod(d).securityContext = { seccompProfile: { type: 'RuntimeDefault' } };
    },
  },
};

/** A good platform, changed. */
export function changed(change: Case['spoil'] | undefined): Loose[] {
  const platform = goodPlatform();
  change?.(
    platform.find(({ kind }) => kind === 'Deployment'),
    platform,
  );
  return platform;
}
