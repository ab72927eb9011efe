import { images } from '../../constructs/waist/images';
import { Job, type JobProps } from '../../constructs/waist/primitives';
import { Duration } from '../../constructs/waist/units';
import { newChart, Rendered, service, size } from './support';

function render(props: Partial<JobProps> = {}): Rendered {
  const chart = newChart();
  new Job(chart, 'Import', { image: images.node, size, ...props });
  return new Rendered(chart);
}

describe('a job on Kubernetes', () => {
  test('is called after its specification: a changed one is new, an unchanged one is there already', () => {
    const nameOf = (props: Partial<JobProps>) => render(props).all('Job')[0].metadata.name;
    expect(nameOf({})).toMatch(/^city-import-[0-9a-f]{8}$/);
    expect(nameOf({})).toBe(nameOf({}));
    expect(nameOf({ env: { A: '1' } })).not.toBe(nameOf({}));
    expect(nameOf({ files: { '/setup/a': '1' } })).not.toBe(nameOf({ files: { '/setup/a': '2' } }));
  });

  test('runs once more when it is told to, and whoever comes after it waits for the new one', () => {
    const namesOf = (rerun?: number) => {
      const chart = newChart();
      const job = new Job(chart, 'Import', { image: images.node, size });
      service(chart, 'Portal', { after: [job] });
      const rendered = new Rendered(chart, { ...(rerun !== undefined && { rerun }) });
      const [{ env }] = rendered.pod('Deployment', 'city-portal').initContainers;
      const [{ metadata }] = rendered.all('Job');
      const [awaited] = JSON.parse(env.find(({ name }: { name: string }) => name === 'JOBS').value);
      expect(awaited).toBe(metadata.name);
      return metadata.name;
    };
    expect(namesOf(0)).toBe(namesOf());
    expect(new Set([namesOf(0), namesOf(1), namesOf(2)]).size).toBe(3);
    expect(namesOf(1)).toBe(namesOf(1));
  });

  test('tries again in a new pod for a day, each attempt until its deadline and the time for starting, and stays for good', () => {
    const { spec } = render({ deadline: Duration.minutes(5) }).all('Job')[0];
    expect(spec).toMatchObject({
      backoffLimit: 300,
      activeDeadlineSeconds: 86_400,
      podFailurePolicy: {
        rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
      },
      template: {
        spec: { restartPolicy: 'Never', automountServiceAccountToken: false, activeDeadlineSeconds: 35 * 60 },
      },
    });
    expect(spec.ttlSecondsAfterFinished).toBeUndefined();
  });

  test('with a schedule is a CronJob in UTC that never runs twice at once', () => {
    const { metadata, spec } = render({ schedule: '0 2 * * *' }).all('CronJob')[0];
    expect(metadata.name).toBe('city-import');
    expect(spec).toMatchObject({ schedule: '0 2 * * *', timeZone: 'Etc/UTC', concurrencyPolicy: 'Forbid' });
    // The next one comes by itself.
    expect(spec.jobTemplate.spec).toMatchObject({ backoffLimit: 6, activeDeadlineSeconds: 40 * 60 });
    expect(spec.jobTemplate.spec.template.spec.restartPolicy).toBe('Never');
    expect(spec.jobTemplate.spec.template.spec.activeDeadlineSeconds).toBeUndefined();
  });

  test.each([
    ['a job', {}, 63],
    ['a scheduled job', { schedule: '0 2 * * *' }, 52],
  ])('%s has a name that Kubernetes can add to', (_, props, length) => {
    const chart = newChart('a-city-whose-name-is-rather-long-as-such-names-go');
    new Job(chart, 'ImportOfEverythingThereIs', { image: images.node, size, ...props });
    const rendered = new Rendered(chart);
    const job = [...rendered.all('Job'), ...rendered.all('CronJob')][0];
    expect(job.metadata.name.length).toBeLessThanOrEqual(length);
    const template = job.spec.template ?? job.spec.jobTemplate.spec.template;
    expect(rendered.all('NetworkPolicy').map(({ spec }) => spec.podSelector.matchLabels)).toContainEqual({
      'app.kubernetes.io/instance': template.metadata.labels['app.kubernetes.io/instance'],
    });
  });

  test('has rights on the cluster only where it names them, with the reason on its pods', () => {
    const rendered = render({
      clusterRights: [
        { resource: 'secrets', verbs: ['get'], names: ['one'] },
        { resource: 'deployments.apps', verbs: ['list'] },
      ],
      egress: [{ to: 'cluster-api', ports: [443], reason: 'looks after deployments' }],
    });
    expect(rendered.one('Role', 'city-import').rules).toEqual([
      { apiGroups: [''], resources: ['secrets'], verbs: ['get'], resourceNames: ['one'] },
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['list'] },
    ]);
    expect(rendered.one('RoleBinding', 'city-import')).toMatchObject({
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'city-import' },
      subjects: [{ kind: 'ServiceAccount', name: 'city-import' }],
    });
    const { metadata, spec } = rendered.all('Job')[0].spec.template;
    expect(spec.automountServiceAccountToken).toBe(true);
    expect(Object.values(metadata.annotations)).toContain('looks after deployments');
    expect(rendered.one('ServiceAccount', 'city-import').automountServiceAccountToken).toBe(false);
  });
});
