import type {
  ComponentRepresentation,
  RealmRepresentation,
} from '../../constructs/components/identity/realm/representation';
import type { Stored } from './admin-api';
import type { Context } from './context';
import { differs } from './differs';

/** The realm's key providers, by name. Others stay: tokens and sessions may still rest on them. */
export async function applyKeys({ api, at, changed }: Context, { components }: RealmRepresentation): Promise<void> {
  for (const [type, wanted] of Object.entries(components)) {
    const all = await api.get<(Stored & ComponentRepresentation)[]>(
      `${at}/components?type=${encodeURIComponent(type)}`,
    );
    for (const component of wanted) {
      const found = all.find(({ name }) => name === component.name);
      if (found === undefined) {
        await api.post(`${at}/components`, { ...component, providerType: type });
        changed(`key ${component.name}: created`);
      } else if (differs(component.config, found.config)) {
        const config = { ...found.config, ...component.config };
        await api.put(`${at}/components/${found.id}`, { ...found, config });
        changed(`key ${component.name}: changed`);
      }
    }
  }
}
