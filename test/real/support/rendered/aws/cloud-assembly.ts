import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { flatTemplate, type Json } from '../../../../support/flat-template';

export type { Json };

export interface Resource {
  readonly Type: string;
  readonly Properties?: Json;
  readonly DependsOn?: string | readonly string[];
}

/** The one stack of a cloud assembly, with its nested ones: what their templates say together, where it is deployed, and what its assets put into S3. */
export class CloudAssembly {
  readonly stack: string;
  readonly account: string;
  readonly region: string;
  readonly resources: Readonly<Record<string, Resource>>;
  readonly parameters: Readonly<Record<string, { readonly Default?: string }>>;
  readonly #objects = new Map<string, string>();

  /** @throws Error when the folder holds no stack, or more than one. */
  constructor(private readonly folder: string) {
    const artifacts = Object.entries<Json>(this.#json('manifest.json').artifacts);
    const [stack, ...others] = artifacts.filter(([, { type }]) => type === 'aws:cloudformation:stack');
    if (!stack || others.length > 0) throw new Error(`${folder} holds ${others.length + (stack ? 1 : 0)} stacks`);
    const [name, { environment, properties }] = stack;
    const [, account, region] = /^aws:\/\/(\d{12})\/([a-z0-9-]+)$/.exec(environment) ?? [];
    if (account === undefined || region === undefined) throw new Error(`${name} is for ${environment}`);
    this.stack = name;
    this.account = account;
    this.region = region;
    const template = flatTemplate(folder, properties.templateFile);
    this.resources = template.Resources;
    this.parameters = template.Parameters ?? {};
    for (const [, { type, properties: manifest }] of artifacts) {
      if (type !== 'cdk:asset-manifest') continue;
      for (const { source, destinations } of Object.values<Json>(this.#json(manifest.file).files)) {
        if (source.packaging !== 'file') continue;
        for (const { bucketName, objectKey } of Object.values<Json>(destinations))
          this.#objects.set(`${bucketName}/${objectKey}`, source.path);
      }
    }
  }

  /** Logical ids and resources of a type. */
  entries(type: string): [id: string, resource: Resource][] {
    return Object.entries(this.resources).filter(([, resource]) => resource.Type === type);
  }

  /** Bucket and key of every object that a deployment uploads as it is, parted by a slash. */
  get objects(): readonly string[] {
    return [...this.#objects.keys()];
  }

  /** Content of an object. @throws Error when the deployment uploads none of that name. */
  object(name: string): string {
    const path = this.#objects.get(name);
    if (path === undefined) throw new Error(`the deployment uploads no ${name}`);
    return readFileSync(join(this.folder, path), 'utf8');
  }

  #json(file: string): Json {
    return JSON.parse(readFileSync(join(this.folder, file), 'utf8'));
  }
}
