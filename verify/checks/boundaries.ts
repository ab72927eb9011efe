import { type Check, must, passed } from '../check';

/** Who is refused what on the API: without a token, and for a tenant that is not the token's. */
export const boundaries: Check = {
  mechanisms: { '2024': 'MIM1', current: 'MIM0' },
  level: 'MUST',
  component: 'Gateway',
  needs: ['token'],
  hint: 'Ask for a token at /subscriptions, and compare NGSILD-Tenant with the tenants of the token.',
  async run({ api, platform, token }) {
    const anonymous = await api('/subscriptions?limit=1', { token: null, tenant: null });
    must(anonymous.status === 401, `Without a token /subscriptions answers ${anonymous.status}.`, anonymous);
    must(anonymous.headers['www-authenticate'], 'The 401 has no WWW-Authenticate.', anonymous);
    const foreign = platform.tenants?.find((tenant) => !token?.tenants.includes(tenant)) ?? 'citykit_verify_nobody';
    const refused = await api('/subscriptions?limit=1', { tenant: foreign });
    const isRefused = refused.status === 403 || refused.status === 404;
    must(isRefused, `The tenant ${foreign}, which is not the token's, answers ${refused.status}.`, refused);
    return passed(refused, `Without a token 401; for the tenant ${foreign}, not the token's, ${refused.status}.`);
  },
};
