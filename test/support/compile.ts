import { readFileSync } from 'node:fs';
import ts from 'typescript';

/**
 * Messages of the compiler about each of the sources, as files in the root of the kit. All at once, because most of the
 * time goes into reading the types of the libraries.
 */
export function compile<Name extends string>(sources: Readonly<Record<Name, string>>): Record<Name, string[]> {
  const { config } = ts.parseConfigFileTextToJson('tsconfig.json', readFileSync('tsconfig.json', 'utf8'));
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, process.cwd());
  const names = Object.keys(sources) as Name[];
  const files = new Map(names.map((name, index) => [`${process.cwd()}/compiled-example-${index}.ts`, sources[name]]));
  // The first index of the CDK names every service of AWS; the one of its core has all that the kit takes from it.
  options.paths = { ...options.paths, 'aws-cdk-lib': [`${process.cwd()}/node_modules/aws-cdk-lib/core`] };
  const host = ts.createCompilerHost(options);
  // Comments of libraries are longer than their types.
  host.jsDocParsingMode = ts.JSDocParsingMode.ParseNone;
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, language) =>
    files.has(name) ? ts.createSourceFile(name, files.get(name)!, language) : getSourceFile.call(host, name, language);
  host.fileExists = (name) => files.has(name) || fileExists.call(host, name);
  host.readFile = (name) => files.get(name) ?? readFile.call(host, name);

  const paths = [...files.keys()];
  const program = ts.createProgram(paths, { ...options, types: ['node'], noUnusedLocals: false }, host);
  const messages = names.map((name, index) => {
    const found = program.getSemanticDiagnostics(program.getSourceFile(paths[index]!));
    return [name, found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))] as const;
  });
  return Object.fromEntries(messages) as Record<Name, string[]>;
}
