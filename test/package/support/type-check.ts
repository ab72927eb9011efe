import { dirname, join } from 'node:path';
import ts from 'typescript';

/** Ways in which apps have TypeScript find packages, and what each asks of a file. */
export const resolutions = {
  'ES modules, nodenext': { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  'CommonJS, nodenext': { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
  node10: { module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10 },
} as const satisfies Readonly<Record<string, ts.CompilerOptions>>;

/**
 * Compiles files as strictly as the compiler can, and writes JavaScript beside them.
 *
 * @returns what it says of the files and of the kit's own types; what others' packages say to each other is theirs.
 */
export function typeCheck(files: readonly string[], resolution: keyof typeof resolutions): string[] {
  const options: ts.CompilerOptions = {
    ...resolutions[resolution],
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts'],
    types: ['node'],
    typeRoots: [join(dirname(require.resolve('@types/node/package.json')), '..')],
    strict: true,
    noUncheckedIndexedAccess: true,
    // Not exactOptionalPropertyTypes: with it the CDK's own Vpc is no IVpc.
    noUnusedLocals: true,
    esModuleInterop: true,
    // Only so are the kit's own types looked at.
    skipLibCheck: false,
  };
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram(files, options, host);
  const { diagnostics } = program.emit();
  const ours = (name: string) => files.includes(name) || /node_modules\/citykit\//.test(name);
  return [...ts.getPreEmitDiagnostics(program), ...diagnostics]
    .filter(({ file }) => file === undefined || ours(file.fileName))
    .map(({ file, start = 0, messageText }) => {
      const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
      return `${file?.fileName}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
}
