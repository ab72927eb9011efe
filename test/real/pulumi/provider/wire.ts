/** What a property is once it has come over the wire. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
export type Properties = Readonly<Record<string, Value>>;

// How Pulumi's engine marks values (sdk/go/common/resource/properties.go: SigKey, SecretSig, UnknownStringValue).
const signature = '4dabf18193072939515e22adb298388d';
const secretSignature = '1b47061264138c4ac30d75fd1eb44270';
const unknown = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** Whether `value` holds something that only `up` will know. */
export function holdsUnknown(value: Value): boolean {
  return value === unknown || parts(value).some(holdsUnknown);
}

/** Whether `value` is a secret or has one in it. */
function holdsSecret(value: Value): boolean {
  return isSecret(value) || parts(value).some(holdsSecret);
}

/** `value` without the marks of secrets: what goes to the API server. */
export function plain<T extends Value>(value: T): T {
  if (isSecret(value)) return plain((value as Record<string, Value>).value!) as T;
  if (Array.isArray(value)) return value.map(plain) as unknown as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)])) as T;
}

/** `live` with its secrets marked: what a Secret holds, and what the program gave as a secret. */
export function marked(live: Properties, inputs: Properties): Properties {
  const secret = (key: string) =>
    (live.kind === 'Secret' && (key === 'data' || key === 'stringData')) || holdsSecret(inputs[key] ?? null);
  return Object.fromEntries(
    Object.entries(live).map(([key, value]) => [
      key,
      secret(key) ? { [signature]: secretSignature, value: plain(value) } : value,
    ]),
  );
}

function isSecret(value: Value): boolean {
  return typeof value === 'object' && value !== null && (value as Record<string, Value>)[signature] === secretSignature;
}

function parts(value: Value): readonly Value[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}
