import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import {
  CloudFormationValidatePlugin,
  type IPolicyValidationContext,
  NestedStack,
  type PolicyValidationPluginReport,
  type Stack,
} from 'aws-cdk-lib';
import { renderedTypes } from './rendered-types';

/** Longest wait for a report, in milliseconds. */
const longestWait = 300_000;

/** Bytes of memory that the engine has from the start. Six templates of a city take 174 MB; what is not used costs nothing. */
const roomAtStart = 256_000_000;

/**
 * Gives the engine its memory at once, by taking that much of it and giving it back: it would grow hundreds of times, by
 * 64 KiB. To V8 each step is all of the memory anew and a reason to collect garbage, of which there is none.
 *
 * Then gets the engine ready with a template of the types that it will meet. Whoever sends a connection then has each request
 * answered, and the signal counted up.
 */
const program = `
const { createRequire } = require('node:module');
const { parentPort, workerData: { file, templatePath, roomAtStart } } = require('node:worker_threads');
const { CloudFormationValidatePlugin } = createRequire(file)('aws-cdk-lib');
const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  constructor(...given) {
    super(...given);
    const { __wbindgen_malloc: take, __wbindgen_free: giveBack } = this.exports;
    if (take && giveBack) giveBack(take(roomAtStart, 1), roomAtStart, 1);
  }
};
const plugin = new CloudFormationValidatePlugin();
plugin.validate({ templatePaths: [templatePath], stackTemplates: [{ stackConstructPath: '', templatePath }] });
parentPort.on('message', ({ port, signal }) => {
  port.on('message', (context) => {
    try {
      port.postMessage({ report: plugin.validate(context), version: plugin.version });
    } catch (error) {
      port.postMessage({ error: String(error && error.stack) });
    }
    Atomics.add(signal, 0, 1);
    Atomics.notify(signal, 0);
  });
});
`;

interface Answer {
  readonly report?: PolicyValidationPluginReport;
  readonly version?: string;
  readonly error?: string;
}

/** How the engine is started, by whoever asks for it first. */
export interface ValidatorOptions {
  /**
   * Whether it will see the templates of many cities: it then takes longer for the first, less than half the time for
   * others, and 100 MB more memory.
   *
   * @default false
   */
  readonly many?: boolean;
}

/** A line to the thread of the engine. It can be sent to another thread; the port has to be transferred. */
export interface ValidatorLine {
  readonly port: MessagePort;
  /** How many requests were answered. */
  readonly signal: Int32Array;
}

/**
 * CloudFormation's own validator in a thread. Its engine takes seconds to get ready, whatever it is to look at; here it
 * does so while the app is built. A program needs one for all its apps, and for all its threads.
 */
export class ThreadedValidator extends CloudFormationValidatePlugin {
  static #shared: ThreadedValidator | undefined;
  static #engine: Worker | undefined;

  /** The one of this thread, made when it is first asked for. */
  static shared(options: ValidatorOptions = {}): ThreadedValidator {
    ThreadedValidator.#engine ??= ThreadedValidator.#shared ? undefined : startEngine(options);
    ThreadedValidator.#shared ??= new ThreadedValidator(ThreadedValidator.line());
    return ThreadedValidator.#shared;
  }

  /** Makes the one of this thread, with a line to the engine that another thread has started. */
  static use(line: ValidatorLine): void {
    ThreadedValidator.#shared = new ThreadedValidator(line);
  }

  /** A line to the engine of this thread, for another thread to {@link use}. */
  static line(): ValidatorLine {
    ThreadedValidator.#engine ??= startEngine({});
    const { port1: port, port2 } = new MessageChannel();
    const signal = new Int32Array(new SharedArrayBuffer(4));
    ThreadedValidator.#engine.postMessage({ port: port2, signal }, [port2]);
    return { port, signal };
  }

  readonly #line: ValidatorLine;
  #version: string | undefined;

  private constructor(line: ValidatorLine) {
    super();
    this.#line = line;
    // It does not keep the process alive.
    line.port.unref();
  }

  /** As the thread told it: asking the engine here would start a second one. */
  override get version(): string | undefined {
    return this.#version ?? super.version;
  }

  override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const stackTemplates = withNested(context);
    const templatePaths = stackTemplates.map(({ templatePath }) => templatePath);
    const { port, signal } = this.#line;
    const before = Atomics.load(signal, 0);
    port.postMessage({ templatePaths, stackTemplates });
    Atomics.wait(signal, 0, before, longestWait);
    const { report, version, error }: Answer = receiveMessageOnPort(port)?.message ?? {};
    this.#version = version;
    if (!report) throw new Error(`the validator of CloudFormation gave no report: ${error ?? 'it did not answer'}`);
    return report;
  }
}

/** The CDK names the templates of stacks only; those of their nested stacks lie beside them. */
function withNested({
  stackTemplates,
  appConstruct,
}: IPolicyValidationContext): IPolicyValidationContext['stackTemplates'] {
  const nested = appConstruct.node.findAll().filter(NestedStack.isNestedStack);
  return stackTemplates.flatMap((parent) => [
    parent,
    ...nested
      .filter((stack) => topStackOf(stack).node.path === parent.stackConstructPath)
      .map((stack) => ({
        ...parent,
        stackConstructPath: stack.node.path,
        templatePath: join(dirname(parent.templatePath), stack.templateFile),
      })),
  ]);
}

function topStackOf(stack: Stack): Stack {
  return stack.nestedStackParent ? topStackOf(stack.nestedStackParent) : stack;
}

function startEngine({ many = false }: ValidatorOptions): Worker {
  // Of six thousand functions a sixth is called at all: others need no compiling, nor to be checked. For one city nothing often enough to be worth compiling twice.
  setFlagsFromString('--wasm-lazy-compilation');
  setFlagsFromString('--wasm-lazy-validation');
  // For many cities, some twenty small functions (hashing, memory) are. With V8's usual budget of 1.8 million, large ones
  // follow, which take seconds: more than they save in a hundred templates.
  setFlagsFromString(many ? '--wasm-tiering-budget=1000000000' : '--liftoff-only');
  const folder = mkdtempSync(join(tmpdir(), 'citykit-'));
  // The program may be over before the thread is ready, as with a mistake in the spec.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const templatePath = join(folder, 'template.json');
  const Resources = Object.fromEntries(renderedTypes.map((Type, index) => [`R${index}`, { Type }]));
  writeFileSync(templatePath, JSON.stringify({ Resources }));
  const engine = new Worker(program, {
    eval: true,
    workerData: { file: __filename, templatePath, roomAtStart },
    execArgv: [],
  });
  // It does not keep the process alive.
  engine.unref();
  return engine;
}
