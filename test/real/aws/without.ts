import type { Json, Template } from '../../stacks/synthesis';
import { account, region } from './cloud';

/**
 * The template without the resources of some types. What refers to one of them gets a text of the form that AWS would
 * give, an ARN, or the stand-in that is named for its type. An attribute that moto does not tell is put together as AWS
 * does.
 */
export function without(
  { Resources, ...rest }: Template,
  types: ReadonlySet<string>,
  standIns: Readonly<Record<string, string>>,
): Template {
  const isGone = (id: string) => types.has(Resources[id]?.Type);
  const standIn = (id: string, name: string) =>
    standIns[Resources[id].Type] ?? `arn:aws:none:${region}:${account}:${name}`;
  const walk = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    if ('Ref' in value && isGone(value.Ref)) return standIn(value.Ref, value.Ref);
    const [id, attribute] = value['Fn::GetAtt'] ?? [];
    if (attribute === 'Arn' && Resources[id].Type === 'AWS::EFS::FileSystem') {
      return { 'Fn::Join': ['', [`arn:aws:elasticfilesystem:${region}:${account}:file-system/`, { Ref: id }]] };
    }
    if (id !== undefined && isGone(id)) return standIn(id, `${id}.${attribute}`);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
  };
  const kept = Object.entries(Resources)
    .filter(([id]) => !isGone(id))
    .map(([id, { DependsOn, ...resource }]) => {
      const waitsFor = [DependsOn ?? []].flat().filter((other) => !isGone(other));
      return [id, { ...walk(resource), ...(waitsFor.length > 0 && { DependsOn: waitsFor }) }];
    });
  return { ...walk(rest), Resources: Object.fromEntries(kept) };
}
