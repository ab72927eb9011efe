import { type ApiObject, JsonPatch } from 'cdk8s';
import { images } from '../../constructs/waist/images';
import { Job, text, Volume } from '../../constructs/waist/primitives';
import { Duration, Size } from '../../constructs/waist/units';
import { type Manifest, newChart, Rendered, service, size } from './support';

describe('a service on Kubernetes', () => {
  test('is a Deployment with a ServiceAccount, a Service and a NetworkPolicy of the same name', () => {
    const chart = newChart();
    service(chart, 'Portal');
    expect(new Rendered(chart).names).toEqual([
      'Deployment/city-portal',
      'NetworkPolicy/city-default-deny',
      'NetworkPolicy/city-portal',
      'Service/city-portal',
      'ServiceAccount/city-portal',
    ]);
  });

  test('runs on the nodes of Linux that its image was built for, on any of Linux where there is a build for each', () => {
    const chart = newChart();
    service(chart, 'Broker', { image: images.scorpio });
    service(chart, 'Portal');
    const rendered = new Rendered(chart);
    expect(rendered.pod('Deployment', 'city-broker').nodeSelector).toEqual({
      'kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'amd64',
    });
    expect(rendered.pod('Deployment', 'city-portal').nodeSelector).toEqual({ 'kubernetes.io/os': 'linux' });
  });

  test('lets the cluster autoscaler take a node away with its scratch folders, but none where a job runs', () => {
    const chart = newChart();
    service(chart, 'Broker', { scratch: [{ path: '/tmp' }, { path: '/var/cache' }] });
    service(chart, 'Portal');
    new Job(chart, 'Tenants', { image: images.node, size, scratch: [{ path: '/tmp' }] });
    const rendered = new Rendered(chart, { postgres: { kind: 'statefulset' } });
    const toLose = ({ spec }: Manifest) =>
      spec.template.metadata.annotations['cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes'];
    expect(toLose(rendered.one('Deployment', 'city-broker'))).toBe('scratch-tmp,scratch-var-cache');
    expect(toLose(rendered.one('Deployment', 'city-portal'))).toBeUndefined();
    // What a job has done so far would be done again.
    expect(toLose(rendered.all('Job')[0])).toBeUndefined();
  });

  test('carries the recommended labels and the path of its construct', () => {
    const chart = newChart();
    service(chart, 'Portal');
    const rendered = new Rendered(chart, { labels: { team: 'it' } });
    const { metadata, spec } = rendered.one('Deployment', 'city-portal');
    expect(metadata).toEqual({
      name: 'city-portal',
      labels: {
        'app.kubernetes.io/component': 'portal',
        'app.kubernetes.io/instance': 'city-portal',
        'app.kubernetes.io/managed-by': 'citykit',
        'app.kubernetes.io/name': 'portal',
        'app.kubernetes.io/part-of': 'city',
        team: 'it',
      },
      annotations: { 'citykit/path': 'city/Portal' },
    });
    expect(spec.template.metadata.labels).toEqual(metadata.labels);
    expect(spec.selector).toEqual({ matchLabels: { 'app.kubernetes.io/instance': 'city-portal' } });
    for (const object of rendered.objects) {
      expect(object.metadata.labels['app.kubernetes.io/part-of']).toBe('city');
      expect(object.metadata.annotations['citykit/path']).toMatch(/^city\//);
    }
  });

  test('is reached by named ports that equal the container ports', () => {
    const chart = newChart();
    service(chart, 'Portal', { ports: { http: 8080, management: 9000 } });
    const rendered = new Rendered(chart);
    expect(rendered.container('Deployment', 'city-portal').ports).toEqual([
      { name: 'http', containerPort: 8080 },
      { name: 'management', containerPort: 9000 },
    ]);
    expect(rendered.one('Service', 'city-portal').spec).toEqual({
      selector: { 'app.kubernetes.io/instance': 'city-portal' },
      ports: [
        { name: 'http', port: 8080, targetPort: 'http', protocol: 'TCP' },
        { name: 'management', port: 9000, targetPort: 'management', protocol: 'TCP' },
      ],
    });
  });

  test('meets Pod Security restricted with the numeric user of its image', () => {
    const chart = newChart();
    service(chart, 'Portal');
    const pod = new Rendered(chart).pod('Deployment', 'city-portal');
    expect(pod).toMatchObject({
      serviceAccountName: 'city-portal',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: images.nginx.user.uid,
        runAsGroup: images.nginx.user.gid,
        fsGroup: images.nginx.user.gid,
        fsGroupChangePolicy: 'OnRootMismatch',
        seccompProfile: { type: 'RuntimeDefault' },
      },
    });
    expect(pod.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  test('has a memory limit equal to its request, and no processor limit', () => {
    const chart = newChart();
    service(chart, 'Portal');
    expect(new Rendered(chart).container('Deployment', 'city-portal').resources).toEqual({
      requests: { cpu: '100m', memory: '256Mi' },
      limits: { memory: '256Mi' },
    });
  });

  test('is probed for start, readiness and life, and has its whole first start to begin', () => {
    const chart = newChart();
    service(chart, 'Portal', {
      probes: {
        ready: { http: '/ready', port: 8080 },
        live: { exec: ['true'] },
        startsWithin: Duration.seconds(62),
      },
    });
    const { startupProbe, readinessProbe, livenessProbe } = new Rendered(chart).container('Deployment', 'city-portal');
    expect(startupProbe).toEqual({
      exec: { command: ['true'] },
      periodSeconds: 5,
      timeoutSeconds: 5,
      failureThreshold: 13,
    });
    expect(readinessProbe).toEqual({
      httpGet: { path: '/ready', port: 8080 },
      periodSeconds: 5,
      timeoutSeconds: 5,
      failureThreshold: 3,
    });
    expect(livenessProbe).toEqual({
      exec: { command: ['true'] },
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 3,
    });
  });

  test('starts again where it has not come up in time, if it says how to see that', () => {
    const chart = newChart();
    const [ready, live] = [{ http: '/ready', port: 8080 }, { tcp: 8080 }];
    service(chart, 'Registry', { probes: { ready, live, started: ready } });
    const { startupProbe, livenessProbe } = new Rendered(chart).container('Deployment', 'city-registry');
    expect(startupProbe).toMatchObject({ httpGet: { path: '/ready', port: 8080 }, failureThreshold: 24 });
    expect(livenessProbe).toMatchObject({ tcpSocket: { port: 8080 } });
  });

  test('lets endpoints drain before it is told to stop, and then has its own time', () => {
    const chart = newChart();
    service(chart, 'Portal', { stopsWithin: Duration.seconds(60) });
    const pod = new Rendered(chart).pod('Deployment', 'city-portal');
    expect(pod.containers[0].lifecycle).toEqual({ preStop: { sleep: { seconds: 5 } } });
    expect(pod.terminationGracePeriodSeconds).toBe(65);
  });

  test('replaces a replica only when its successor is ready', () => {
    const chart = newChart();
    service(chart, 'Portal');
    expect(new Rendered(chart).one('Deployment', 'city-portal').spec).toMatchObject({
      replicas: 1,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    });
  });

  test.each([
    ['it may never run twice', { singleton: 'keeps its state in memory' }],
    ['its volume has one writer', { volume: true }],
  ])('stops the old replica first when %s', (_, { singleton, volume }: { singleton?: string; volume?: boolean }) => {
    const chart = newChart();
    service(chart, 'Portal', {
      ...(singleton ? { singleton } : {}),
      ...(volume ? { volumes: { '/data': new Volume(chart, 'Data', { size: Size.gibibytes(1) }) } } : {}),
    });
    expect(new Rendered(chart).one('Deployment', 'city-portal').spec.strategy).toEqual({ type: 'Recreate' });
  });

  test('of one replica has neither budget nor autoscaler nor spread', () => {
    const chart = newChart();
    service(chart, 'Portal');
    const rendered = new Rendered(chart);
    expect(rendered.all('PodDisruptionBudget')).toEqual([]);
    expect(rendered.all('HorizontalPodAutoscaler')).toEqual([]);
    expect(rendered.pod('Deployment', 'city-portal').topologySpreadConstraints).toBeUndefined();
  });

  test('of a fixed number of replicas has a disruption budget and spreads over zones and nodes', () => {
    const chart = newChart();
    service(chart, 'Portal', { replicas: { min: 2, max: 2 } });
    const rendered = new Rendered(chart);
    expect(rendered.one('Deployment', 'city-portal').spec.replicas).toBe(2);
    expect(rendered.one('PodDisruptionBudget', 'city-portal').spec).toEqual({
      selector: { matchLabels: { 'app.kubernetes.io/instance': 'city-portal' } },
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
    expect(rendered.all('HorizontalPodAutoscaler')).toEqual([]);
    const spread = rendered.pod('Deployment', 'city-portal').topologySpreadConstraints;
    expect(spread.map(({ topologyKey }: { topologyKey: string }) => topologyKey)).toEqual([
      'topology.kubernetes.io/zone',
      'kubernetes.io/hostname',
    ]);
    expect(spread[0]).toMatchObject({
      maxSkew: 1,
      whenUnsatisfiable: 'ScheduleAnyway',
      matchLabelKeys: ['pod-template-hash'],
    });
  });

  test('that may get a second replica has a disruption budget from the start', () => {
    const chart = newChart();
    service(chart, 'Portal', { replicas: { min: 1, max: 2 } });
    expect(new Rendered(chart).one('PodDisruptionBudget', 'city-portal').spec.maxUnavailable).toBe(1);
  });

  test('of a changing number of replicas leaves their number to the autoscaler', () => {
    const chart = newChart();
    service(chart, 'Portal', { replicas: { min: 2, max: 5 } });
    const rendered = new Rendered(chart);
    expect(rendered.one('Deployment', 'city-portal').spec.replicas).toBeUndefined();
    expect(rendered.one('HorizontalPodAutoscaler', 'city-portal').spec).toEqual({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'city-portal' },
      minReplicas: 2,
      maxReplicas: 5,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
      ],
    });
  });

  test('has its Deployment as default child, whose patches reach the output however new the field', () => {
    const chart = newChart();
    const portal = service(chart, 'Portal');
    const rendered = new Rendered(chart);
    expect(rendered.pod('Deployment', 'city-portal').hostUsers).toBeUndefined();
    const deployment = portal.node.defaultChild as ApiObject;
    deployment.addJsonPatch(JsonPatch.add('/spec/template/spec/hostUsers', false));
    expect(deployment.toJson().spec.template.spec.hostUsers).toBe(false);
  });

  test('pulls its images with the credentials of the options', () => {
    const chart = newChart();
    service(chart, 'Portal');
    expect(
      new Rendered(chart, { imagePullSecrets: ['registry'] }).pod('Deployment', 'city-portal').imagePullSecrets,
    ).toEqual([{ name: 'registry' }]);
  });
});

describe('the metrics of a service', () => {
  const metrics = { port: 9100, path: '/metrics' };
  const ports = { http: 8080, inner: 9100 };

  test('are read of each replica, ready or not, under a name that leads to all of them', () => {
    const chart = newChart();
    const portal = service(chart, 'Portal', { ports, metrics });
    service(chart, 'Collector', { env: { TARGET: text`${portal.everyReplica}:${portal.metrics!.port}` } });
    const rendered = new Rendered(chart);
    expect(rendered.one('Service', 'city-portal-replicas').spec).toEqual({
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector: { 'app.kubernetes.io/instance': 'city-portal' },
      ports: [{ name: 'inner', port: 9100, protocol: 'TCP', targetPort: 'inner' }],
    });
    const { env } = rendered.container('Deployment', 'city-collector');
    expect(env).toEqual([{ name: 'TARGET', value: 'city-portal-replicas:9100' }]);
    expect(rendered.one('NetworkPolicy', 'city-portal').spec.ingress).toEqual([
      {
        from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'city-collector' } } }],
        ports: [{ port: 9100, protocol: 'TCP' }],
      },
    ]);
  });

  test('are on one of its ports, or it shows none', () => {
    const chart = newChart();
    expect(() => service(chart, 'Portal', { metrics })).toThrow(
      'city/Portal: metrics are on port 9100, which is none of 8080',
    );
    expect(() => service(chart, 'Silent').everyReplica).toThrow('city/Silent shows no metrics');
  });
});
