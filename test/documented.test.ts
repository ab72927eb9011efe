import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(__dirname, '..');

/** What a user of the package imports. */
const entries = ['constructs', 'charts', 'stacks', 'compose', 'pulumi'].map((part) => join(root, part, 'index.ts'));

const files = ['constructs', 'charts', 'stacks', 'compose', 'pulumi', 'page', 'verify', 'cli', 'programs'].flatMap(
  (part) =>
    readdirSync(join(root, part), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
      .map((file) => join(root, part, file)),
);

/** The kit's own files alone: what a package declares needs no words of ours, and takes seconds to read. */
function ownProgram(): ts.Program {
  const options: ts.CompilerOptions = { noLib: true, types: [], target: ts.ScriptTarget.ES2022 };
  const host = ts.createCompilerHost(options, true);
  host.resolveModuleNameLiterals = (names, from) =>
    names.map(({ text }) => {
      const path = resolve(dirname(from), text);
      const found = [`${path}.ts`, join(path, 'index.ts')].find((file) => text.startsWith('.') && existsSync(file));
      const resolvedModule = found && { resolvedFileName: found, extension: '.ts', isExternalLibraryImport: false };
      return { resolvedModule: resolvedModule || undefined };
    });
  return ts.createProgram(files, options, host);
}

const program = ownProgram();
const checker = program.getTypeChecker();

/** What a file exports of the kit's own, each thing where it is declared. */
function exportsOf(file: string): ts.Symbol[] {
  const module = checker.getSymbolAtLocation(program.getSourceFile(file)!);
  return (module ? checker.getExportsOfModule(module) : [])
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .filter(({ declarations }) => declarations !== undefined);
}

/** Members of a class or an interface that its user can see, without those that it only inherits. */
function membersOf({ flags, members, exports }: ts.Symbol): ts.Symbol[] {
  const statics = flags & ts.SymbolFlags.Class ? [...(exports?.values() ?? [])] : [];
  return [...(members?.values() ?? []), ...statics].filter(isVisible);
}

function isVisible({ declarations = [] }: ts.Symbol): boolean {
  return (
    declarations.length > 0 &&
    declarations.every((declaration) => {
      if (ts.isConstructorDeclaration(declaration) || ts.isTypeParameterDeclaration(declaration)) return false;
      if (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private) return false;
      const name = ts.getNameOfDeclaration(declaration);
      return name !== undefined && !ts.isPrivateIdentifier(name);
    })
  );
}

/** Whether it has a sentence, its own or that of what it overrides. */
function isDocumented(symbol: ts.Symbol): boolean {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim() !== '';
}

/** An object that tells people itself what it is, such as a data model or a rule of the spec. */
const saysItself = (symbol: ts.Symbol) =>
  ['title', 'rule'].some((name) => checker.getTypeOfSymbol(symbol).getProperty(name) !== undefined);

/** The prop of the same name that a class is made with: what the prop says holds for the field that keeps it. */
function propOf({ valueDeclaration }: ts.Symbol, { name }: ts.Symbol): ts.Symbol | undefined {
  if (!valueDeclaration || !ts.isClassLike(valueDeclaration)) return undefined;
  const props = valueDeclaration.members.find(ts.isConstructorDeclaration)?.parameters.at(2);
  return props && checker.getTypeAtLocation(props).getProperty(name);
}

/** An entry called as its type is, which says it all: `readonly Job: Job`. */
const isNamedAsItsType = (symbol: ts.Symbol) => checker.getTypeOfSymbol(symbol).symbol?.name === symbol.name;

function placeOf({ declarations }: ts.Symbol): string {
  const declaration = declarations![0]!;
  const file = declaration.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(declaration.getStart());
  return `${file.fileName.slice(root.length + 1)}:${line + 1}`;
}

const exported = [...new Set(files.flatMap(exportsOf))];
const members = [...new Set(entries.flatMap(exportsOf))].flatMap((of) =>
  membersOf(of).map((member) => ({ of, member })),
);

test('everything that a file exports says in a sentence what it is', () => {
  const silent = exported.filter((symbol) => !isDocumented(symbol) && !saysItself(symbol));
  expect(silent.map((symbol) => `${placeOf(symbol)} ${symbol.name}`)).toEqual([]);
});

test('every member of what the package exports does too', () => {
  const silent = members.filter(({ of, member }) => {
    const prop = propOf(of, member);
    return !isDocumented(member) && !(prop && isDocumented(prop)) && !isNamedAsItsType(member);
  });
  expect(silent.map(({ of, member }) => `${placeOf(member)} ${of.name}.${member.name}`)).toEqual([]);
});

test('exports and members are read, of every entry point', () => {
  for (const entry of entries) expect(exportsOf(entry).length).toBeGreaterThan(1);
  expect(members.length).toBeGreaterThan(200);
  expect(exported.length).toBeGreaterThan(500);
});
