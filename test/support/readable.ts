import { Document, visit, type YAMLMap } from 'yaml';

/**
 * Plain JSON as YAML for a snapshot, in which a diff shows what changed and nothing else: keys in alphabetical order, one
 * value a line, an intrinsic function of CloudFormation on one line, JSON inside a text written out, hashes masked.
 */
export function readable(value: object): string {
  const document = new Document(masked(value), { sortMapEntries: true, aliasDuplicateObjects: false });
  visit(document, {
    Map: (_, map) => {
      const [only, another] = map.items;
      if (!another && /^(Condition|Ref|Fn::\w+)$/.test(String(only?.key))) onOneLine(map);
    },
  });
  return document.toString({ lineWidth: 0 });
}

/** Text with what changes at every touch of a file or a library masked. */
export function withoutHashes(text: string): string {
  return text
    .replace(/\b[0-9a-f]{64}\b/g, '<hash>')
    .replace(/((?:^|-)[a-z-]+)-[0-9a-f]{8}$/, '$1-<hash>')
    .replace(/^(?=.*[a-f])[0-9a-f]{8,40}$/, '<hash>')
    .replace(/\bv1([/_])[0-9a-f]{12}\b/g, 'v1$1<hash>');
}

function masked(value: object): object {
  return JSON.parse(JSON.stringify(value, (_, inner) => (typeof inner === 'string' ? maskedText(inner) : inner)));
}

function maskedText(text: string): string | object {
  if (!/^(\{.*\}|\[.*\])$/s.test(text)) return withoutHashes(text);
  try {
    return { JSON: JSON.parse(text) };
  } catch {
    return withoutHashes(text);
  }
}

function onOneLine(map: YAMLMap): void {
  visit(map, {
    Collection: (_, collection) => {
      collection.flow = true;
    },
  });
}
