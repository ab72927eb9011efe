// biome-ignore lint/suspicious/noExplicitAny: tests spoil objects in ways no type would allow.
export type Loose = any;

/** A small platform that keeps every rule; each call gives a fresh copy for a test to spoil. */
export function goodPlatform(): Loose[] {
  return [namespace(), defaultDeny(), allowBroker(), serviceAccount(), configMap(), deployment(), service(), budget()];
}

export const LABELS = {
  'app.kubernetes.io/name': 'broker',
  'app.kubernetes.io/instance': 'izmir',
  'app.kubernetes.io/part-of': 'izmir',
  'app.kubernetes.io/managed-by': 'citykit',
};

const SELECTOR = { 'app.kubernetes.io/name': 'broker', 'app.kubernetes.io/instance': 'izmir' };

function metadata(name: string, more: object = {}): Loose {
  return { name, namespace: 'izmir', labels: { ...LABELS }, ...more };
}

export function namespace(): Loose {
  const labels = { ...LABELS, 'pod-security.kubernetes.io/enforce': 'restricted' };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'izmir', labels } };
}

export function defaultDeny(): Loose {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadata('izmir-default-deny'),
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  };
}

function allowBroker(): Loose {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadata('izmir-broker'),
    spec: {
      podSelector: { matchLabels: { ...SELECTOR } },
      policyTypes: ['Ingress'],
      ingress: [{ ports: [{ port: 9090, protocol: 'TCP' }] }],
    },
  };
}

function serviceAccount(): Loose {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: metadata('izmir-broker'),
    automountServiceAccountToken: false,
  };
}

export function configMap(): Loose {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata('izmir-broker'), data: { 'settings.json': '{}' } };
}

export function securityContext(): Loose {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: 1001,
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

function probe(): Loose {
  return { httpGet: { path: '/q/health', port: 'http' }, periodSeconds: 10 };
}

function podTemplate(more: object = {}): Loose {
  return {
    metadata: { labels: { ...LABELS } },
    spec: {
      automountServiceAccountToken: false,
      serviceAccountName: 'izmir-broker',
      containers: [
        {
          name: 'broker',
          image: 'registry.example.org/scorpio:5.0.5',
          env: [
            { name: 'DBHOST', value: 'izmir-db' },
            { name: 'DBPASS', valueFrom: { secretKeyRef: { name: 'izmir-db', key: 'password' } } },
          ],
          ports: [{ name: 'http', containerPort: 9090 }],
          livenessProbe: probe(),
          readinessProbe: probe(),
          resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { memory: '1Gi' } },
          securityContext: securityContext(),
          volumeMounts: [
            { name: 'settings', mountPath: '/etc/broker', readOnly: true },
            { name: 'tmp', mountPath: '/tmp' },
          ],
        },
      ],
      volumes: [
        { name: 'settings', configMap: { name: 'izmir-broker' } },
        { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
      ],
      ...more,
    },
  };
}

export function deployment(): Loose {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata('izmir-broker'),
    spec: { replicas: 2, selector: { matchLabels: { ...SELECTOR } }, template: podTemplate() },
  };
}

export function job(): Loose {
  const template = podTemplate({ restartPolicy: 'OnFailure' });
  template.metadata.labels['app.kubernetes.io/name'] = 'database';
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metadata('izmir-database'),
    spec: { activeDeadlineSeconds: 600, backoffLimit: 6, template },
  };
}

export function cronJob(): Loose {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: metadata('izmir-publisher'),
    spec: { schedule: '15 3 * * *', jobTemplate: { spec: job().spec } },
  };
}

export function service(): Loose {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata('izmir-broker'),
    spec: { selector: { ...SELECTOR }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
  };
}

export function autoscaler(): Loose {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: metadata('izmir-broker'),
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'izmir-broker' },
      minReplicas: 2,
      maxReplicas: 6,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
      ],
    },
  };
}

function budget(): Loose {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: metadata('izmir-broker'),
    spec: { maxUnavailable: 1, selector: { matchLabels: { ...SELECTOR } } },
  };
}
