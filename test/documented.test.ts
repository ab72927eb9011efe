import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(__dirname, '..');
const entries = ['constructs', 'charts', 'stacks', 'pulumi'].map((part) => join(root, part, 'index.ts'));

/** A program of the kit's own files: what a package declares needs no words of ours. */
function ownProgram(): ts.Program {
  const options: ts.CompilerOptions = { noLib: true, types: [], target: ts.ScriptTarget.ES2022 };
  const host = ts.createCompilerHost(options, true);
  host.resolveModuleNameLiterals = (names, from) =>
    names.map(({ text }) => {
      const path = resolve(dirname(from), text);
      const found = [`${path}.ts`, join(path, 'index.ts')].find((file) => text.startsWith('.') && existsSync(file));
      return {
        resolvedModule: found
          ? { resolvedFileName: found, extension: '.ts', isExternalLibraryImport: false }
          : undefined,
      };
    });
  return ts.createProgram(entries, options, host);
}

const program = ownProgram();
const checker = program.getTypeChecker();

const symbolOf = (node: ts.Node) => checker.getSymbolAtLocation(node)!;

/** What an entry point exports, each thing where it is declared. */
function exportsOf(entry: string): ts.Symbol[] {
  return checker
    .getExportsOfModule(symbolOf(program.getSourceFile(entry)!))
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
}

/** Members that a user of a class or an interface can see, of it alone. */
function membersOf(symbol: ts.Symbol): ts.Symbol[] {
  const visible = (member: ts.Symbol) =>
    (member.declarations ?? []).every((declaration) => {
      if (ts.isConstructorDeclaration(declaration) || ts.isTypeParameterDeclaration(declaration)) return false;
      if (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private) return false;
      const name = ts.getNameOfDeclaration(declaration);
      return name !== undefined && !ts.isPrivateIdentifier(name);
    });
  const statics = symbol.flags & ts.SymbolFlags.Class ? [...(symbol.exports?.values() ?? [])] : [];
  return [...(symbol.members?.values() ?? []), ...statics].filter(
    (member) => visible(member) && (member.declarations?.length ?? 0) > 0,
  );
}

/** Whether it has a sentence, its own or that of what it overrides. */
function isDocumented(symbol: ts.Symbol): boolean {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim() !== '';
}

/** The prop of the same name that a class is made with: what the prop says holds for the field that keeps it. */
function propOf(of: ts.Symbol, { name }: ts.Symbol): ts.Symbol | undefined {
  const declaration = of.valueDeclaration;
  if (!declaration || !ts.isClassLike(declaration)) return undefined;
  const props = declaration.members.find(ts.isConstructorDeclaration)?.parameters.at(2);
  return props && checker.getTypeAtLocation(props).getProperty(name);
}

/** An entry called as its type is, which says it all: `readonly Job: Job`. */
const isNamedAsItsType = (symbol: ts.Symbol) => checker.getTypeOfSymbol(symbol).symbol?.name === symbol.name;

function placeOf({ declarations }: ts.Symbol): string {
  const [declaration] = declarations!;
  const file = declaration!.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(declaration!.getStart());
  return `${file.fileName.slice(root.length + 1)}:${line + 1}`;
}

const exported = [...new Set(entries.flatMap(exportsOf))];
const members = exported.flatMap((symbol) => membersOf(symbol).map((member) => ({ of: symbol, member })));

test('everything that the package exports says in a sentence what it is', () => {
  expect(
    exported.filter((symbol) => !isDocumented(symbol)).map((symbol) => `${placeOf(symbol)} ${symbol.name}`),
  ).toEqual([]);
});

test('every member of it does too', () => {
  const silent = members.filter(({ of, member }) => {
    const prop = propOf(of, member);
    return !isDocumented(member) && !(prop && isDocumented(prop)) && !isNamedAsItsType(member);
  });
  expect(silent.map(({ of, member }) => `${placeOf(member)} ${of.name}.${member.name}`)).toEqual([]);
});

test('exports and members of every entry point are read', () => {
  for (const entry of entries) expect(exportsOf(entry).length).toBeGreaterThan(1);
  expect(members.length).toBeGreaterThan(200);
  expect(readFileSync(join(root, 'package.json'), 'utf8')).toContain('./dist/types/pulumi/index.d.ts');
});
