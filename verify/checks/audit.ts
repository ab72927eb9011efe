import { setTimeout as sleep } from 'node:timers/promises';
import { type Check, must, passed } from '../check';
import { objectOf } from '../exchange';

/** The audit trail: the gateway's log. */
export const audit: Check = {
  mechanisms: { '2024': 'MIM6', current: 'MIM6' },
  level: 'MUST',
  component: 'Gateway',
  needs: ['cluster'],
  hint: 'Keep the log of the gateway: each request is a line in it, by its id.',
  async run({ api, cluster, patience }) {
    must(cluster, 'There is no cluster.');
    const denied = await api('/subscriptions?limit=1', { token: null });
    const id = denied.headers['x-request-id'] ?? String(objectOf(denied).requestId ?? '');
    must(denied.status === 401 && id !== '', 'A denied request has no id to look for.', denied);
    const until = Date.now() + patience;
    for (;;) {
      const gateways = (await cluster.list('deployments')).filter(({ metadata }) => metadata.name.endsWith('-gateway'));
      const [gateway] = gateways;
      must(gateway, 'The cluster has no deployment of the gateway.', denied);
      const lines = (await cluster.log(`deployment/${gateway.metadata.name}`)).split('\n');
      const line = lines.find((one) => one.includes(id));
      if (line !== undefined) {
        must(!/eyJ[\w-]{10,}\./.test(lines.join('\n')), 'The log holds a token.', denied);
        return passed(
          { request: denied.request, answer: line.slice(0, 600) },
          'The request just denied is in the log.',
        );
      }
      must(Date.now() < until, `After ${patience / 1000} s the log does not have the request ${id}.`, denied);
      await sleep(1000);
    }
  },
};
