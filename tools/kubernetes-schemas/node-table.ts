/** A schema node as published: standard keywords, each subschema replaced by its number in the table. */
export type Node = { [keyword: string]: unknown };

/** Stores every distinct subschema once; equal subschemas share one number. */
export class NodeTable {
  private readonly numbers = new Map<string, number>();
  private readonly nodes: Node[] = [];

  /** The number of `node`, whose own subschemas are numbers already. */
  public add(node: Node): number {
    const key = JSON.stringify(node);
    const known = this.numbers.get(key);
    if (known !== undefined) {
      return known;
    }
    this.nodes.push(node);
    this.numbers.set(key, this.nodes.length - 1);
    return this.nodes.length - 1;
  }

  public get size(): number {
    return this.nodes.length;
  }

  /** One node a line, so that an upgrade reads as a diff. */
  public toString(): string {
    return this.nodes.map((node) => JSON.stringify(node)).join(',\n');
  }
}
