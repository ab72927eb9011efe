import type { Finding } from '../../constructs/waist/finding';
import type { ComposeFile } from '../compose-file';

/** Findings where a service names a network, a volume, a file or another service that is not there. */
export function checkConsistency({ services, networks, volumes }: ComposeFile, paths: readonly string[]): Finding[] {
  return Object.entries(services).flatMap(([name, service]) => {
    const missing = (path: string, what: string, value: string): Finding => ({
      gate: 'consistency',
      rule: 'compose-reference',
      object: `service ${name}`,
      path,
      value,
      message: `It names the ${what} ${value}, which is not there`,
      fix: `Add the ${what}, or name another.`,
    });
    return [
      ...(service.networks ?? []).filter((one) => !(one in networks)).map((one) => missing('networks', 'network', one)),
      ...Object.entries(service.depends_on ?? {}).flatMap(([other, { condition }]) => {
        const path = `depends_on.${other}`;
        const peer = services[other];
        if (!peer) return [missing(path, 'service', other)];
        if (condition === 'service_healthy' && !peer.healthcheck) return [missing(path, 'health check of', other)];
        return [];
      }),
      ...(service.volumes ?? []).flatMap((mount, at) => {
        const path = `volumes[${at}].source`;
        if (mount.type === 'volume') return mount.source in volumes ? [] : [missing(path, 'volume', mount.source)];
        // Of what lies elsewhere a policy speaks.
        if (!mount.source.startsWith('./')) return [];
        const own = mount.source.replace(/^\.\//, '');
        return paths.some((one) => one === own || one.startsWith(`${own}/`)) ? [] : [missing(path, 'file', own)];
      }),
    ];
  });
}
