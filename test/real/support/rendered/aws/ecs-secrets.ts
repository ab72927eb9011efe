import { randomInt } from 'node:crypto';
import type { CloudAssembly, Json } from './cloud-assembly';
import type { TemplateValues } from './template-values';

/** What a variable of a task reads: a secret, and a key where the secret is JSON. */
export interface SecretSource {
  readonly name: string;
  /** Empty for the whole value. */
  readonly key: string;
}

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const punctuation = '!#$%&()*+,-.:;<=>?[]^_`{|}~\\';

/** The secrets of a template, as Secrets Manager would make and hand them over. */
export class EcsSecrets {
  constructor(
    private readonly assembly: CloudAssembly,
    private readonly values: TemplateValues,
  ) {}

  /**
   * Reads `ValueFrom` of a container's secret: an ARN, and after it JSON key, version stage and version id.
   *
   * @throws Error when the secret does not exist or has no such key
   */
  source(valueFrom: string): SecretSource {
    const parts = valueFrom.split(':');
    const [key = '', stage = '', version = ''] = parts.slice(7);
    if (parts.length !== 7 && parts.length !== 10) throw new Error(`${valueFrom} names no secret`);
    if (stage !== '' || version !== '') throw new Error(`${valueFrom}: only the current value is understood`);
    const named = parts.slice(0, 7).join(':');
    // Somebody else's has the keys that they gave it.
    if (isGiven(named)) return { name: `${named}${anySuffix}`, key };
    const keys = this.#keysOf(named);
    if (keys ? !keys.includes(key) : key !== '') throw new Error(`${named} has no value under the key '${key}'`);
    return { name: named, key };
  }

  /** Reads a dynamic reference of CloudFormation, such as the password of a cache. */
  ofReference(value: Json): SecretSource {
    const [, source] = /^\{\{resolve:secretsmanager:(.+?):SecretString:::\}\}$/.exec(this.values.text(value)) ?? [];
    if (source === undefined) throw new Error(`${JSON.stringify(value)} is no reference to a secret`);
    return this.source(source);
  }

  /** A value of the length and characters that are asked for, with each kind of them. */
  generate(name: string, key: string): string {
    const asked = this.#generated(name);
    if (key === 'username') throw new Error(`${name}: the name of the administrator is no secret`);
    if (!asked) return password(letters + punctuation, 28, [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/]);
    const { PasswordLength = 32, ExcludePunctuation = false, ExcludeCharacters = '', ...others } = asked;
    if (Object.keys(others).length > 0) throw new Error(`${name}: ${Object.keys(others)} is not understood`);
    const alphabet = [...letters, ...(ExcludePunctuation ? '' : punctuation)].filter(
      (character) => !ExcludeCharacters.includes(character),
    );
    return password(alphabet.join(''), PasswordLength, [/[a-z]/, /[A-Z]/, /\d/]);
  }

  /** ARN of the key that a secret is encrypted with; undefined for one of somebody else's, who lets accounts decrypt. */
  keyOf(name: string): string | undefined {
    if (name.endsWith(anySuffix)) return undefined;
    const secrets = this.assembly.entries('AWS::SecretsManager::Secret');
    const [, made] = secrets.find(([id]) => this.values.text({ Ref: id }) === name) ?? [];
    if (made) return this.values.text(made.Properties.KmsKeyId);
    const [cluster] = this.assembly.entries('AWS::RDS::DBCluster').map(([, { Properties }]) => Properties);
    return this.values.text(cluster.MasterUserSecret.KmsKeyId);
  }

  /** Keys of a secret in JSON; undefined where the value is the secret itself. */
  #keysOf(name: string): readonly string[] | undefined {
    return this.#generated(name) ? undefined : ['username', 'password'];
  }

  /** How the template asks for the value; undefined for the administrator's password, which RDS makes. */
  #generated(name: string): Json {
    for (const [id, { Properties }] of this.assembly.entries('AWS::SecretsManager::Secret')) {
      if (this.values.text({ Ref: id }) !== name) continue;
      if (!Properties.GenerateSecretString) throw new Error(`${name} is not generated, which is not understood`);
      return Properties.GenerateSecretString;
    }
    for (const [id, { Properties }] of this.assembly.entries('AWS::RDS::DBCluster')) {
      const own = { 'Fn::GetAtt': [id, 'MasterUserSecret.SecretArn'] };
      if (Properties.ManageMasterUserPassword === true && this.values.text(own) === name) return undefined;
    }
    if (name.endsWith(anySuffix)) return {};
    throw new Error(`there is no secret ${name}`);
  }
}

function password(alphabet: string, length: number, kinds: readonly RegExp[]): string {
  for (;;) {
    const made = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
    if (kinds.every((kind) => kind.test(made))) return made;
  }
}

/** What IAM lets a role read where only the name of a secret is known: Secrets Manager adds six characters to it. */
export const anySuffix = '-??????';

/** Whether somebody else keeps a secret, of which a template knows the name alone. */
const isGiven = (name: string) => /^arn:aws:secretsmanager:[^:]+:[^:]+:secret:(?!.*-[A-Za-z0-9]{6}$)[\w-]+$/.test(name);
