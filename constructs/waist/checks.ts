/**
 * The black-box checks of the Minimal Interoperability Mechanisms that a running platform is held against, by number.
 * Mechanism numbers are those of the current edition (mims.oascities.org). What each looks at is in `verify/checks`.
 */
export const checks = {
  probe: 'A measurement reaches the broker, its history and the portal',
  '0.1': 'The API is described: OpenAPI 3.1 with answers, examples and security',
  '0.2': 'JSON, JSON-LD and GeoJSON are answered as asked for, and 406 to what there is not',
  '0.3': 'All URLs are https, verbs are standard, and CORS answers as declared',
  '0.4': 'Entities and datasets link the model that they follow',
  '0.5': 'One paging scheme with limit, offset and Link: rel=next',
  '0.6': 'Filters q, attrs, georel and timerel return the right subset',
  '0.7': 'A subscription notifies after an update',
  '0.8': 'Problem documents on errors, Retry-After on 429, 304 on an unchanged catalogue',
  '0.9': '401 and 403 boundaries follow MIM6',
  '1.1': 'Entities are created, read, patched and deleted; batches, /types and /attributes answer',
  '1.2': 'Entity ids are URIs and unique in their tenant',
  '1.3': 'An entity is found again by its id alone',
  '1.5': 'What each attribute means can be read at its IRI or in the @context',
  '1.6': 'The object of each relationship resolves, under another @context too',
  '1.7': 'A temporal query returns the inserted series; a tenant cannot see another’s entities',
  '2.1': 'Types in the broker are a subset of the registry’s models',
  '2.2': 'Each model has a JSON Schema, an @context and valid examples',
  '2.3': 'Entities agree with the schema of their type',
  '2.4': 'No attribute falls into the default @context',
  '2.5': 'Each published type says which model it conforms to',
  '3.1': '/catalog.ttl parses and follows DCAT-AP 3; each published type has a dataset',
  '3.2': 'Each dataset has licence, access rights, publisher and contact',
  '3.3': 'The rulebook and the terms of use can be read',
  '3.4': 'A restricted dataset is listed, and closed to strangers',
  '3.5': 'The portal’s API answers for each dataset',
  '4.1': 'Where consent to the use of personal data is kept can be reached, or there are no such data',
  '5.1': 'A public register has each algorithm in use, or there is none',
  '6.1': 'TLS 1.2 or newer, a valid chain, redirects to https, HSTS',
  '6.2': 'Anonymous writes, wrong roles and bad tokens are refused',
  '6.3': 'OIDC discovery answers; tokens are signed and short-lived; codes need PKCE',
  '6.4': 'Broker, databases and administration are unreachable from outside',
  '6.5': 'MQTT needs TLS and a credential',
  '6.6': 'Default-deny network, restricted pods or encrypted stores, no default secret',
  '6.7': 'The audit log holds the request just denied',
  '6.8': 'The newest backup is younger than the promised loss',
  '7.1': 'Places are served by OGC API Features and lead back to their entities',
  '8.1': 'Key performance indicators can be queried',
  '9.1': 'Analytics: no requirement is published',
  '10.1': 'Resources: no requirement is published',
} as const;

/** Number of a check, the key of {@link checks}. */
export type CheckId = keyof typeof checks;
