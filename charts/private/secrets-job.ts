import { Construct } from 'constructs';
import { bundledProgram } from '../../constructs/waist/bundled-program';
import { images } from '../../constructs/waist/images';
import { Primitive, Secret } from '../../constructs/waist/primitives';
import { Cpu, Duration, Size } from '../../constructs/waist/units';
import type { KubernetesTarget } from '../kubernetes-target';
import { labelsOf, selectorOf } from '../metadata';
import { passwordKey } from '../secret-key';
import { renderOnce } from './batch';
import { bareContainer } from './main-container';
import { renderNetworkPolicy } from './network-policy';
import { renderServiceAccount } from './service-account';

/**
 * One Job for all secrets of the platform. It makes those that are missing, inside the cluster, and leaves the others as
 * they are. It may create Secrets, and read and change no other than those it makes.
 */
export function renderSecretsJob(target: KubernetesTarget, parent: Construct, root: Construct): void {
  const secrets = Primitive.all(root).filter(
    (primitive): primitive is Secret => primitive instanceof Secret && !primitive.existing,
  );
  if (secrets.length === 0) return;
  const scope = new Construct(parent, 'Secrets');
  const name = `${target.platform}-secrets`;
  const job = bareContainer({
    scope,
    name,
    image: images.node,
    size: { cpu: Cpu.millis(50), memory: Size.mebibytes(96) },
    command: ['node', '/programs/create-secrets.cjs'],
    files: { '/programs/create-secrets.cjs': bundledProgram('create-secrets') },
    env: { SECRETS: JSON.stringify(secrets.map((secret) => definition(target, secret))) },
    egress: [{ to: 'cluster-api', ports: [443, 6443], reason: 'makes the Secrets of the platform that are missing' }],
    clusterRights: [
      { resource: 'secrets', verbs: ['create'] },
      { resource: 'secrets', verbs: ['get', 'patch'], names: secrets.map((secret) => target.nameOf(secret)) },
    ],
  });
  renderServiceAccount(target, job);
  renderOnce(target, job, Duration.minutes(10), {
    env: [{ name: 'NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }],
  });
  renderNetworkPolicy(target, scope, name, selectorOf(name), { ingress: [], egress: target.traffic.egressOf(job) });
}

/** As the program create-secrets reads it. */
function definition(target: KubernetesTarget, secret: Secret): object {
  const name = target.nameOf(secret);
  return {
    name,
    ...target.literalsOf(secret),
    labels: labelsOf(target, secret, name),
    keys: [{ key: passwordKey, length: secret.length }],
  };
}
