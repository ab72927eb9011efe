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

/** Gets the engine ready with a template of the types that it will meet, then answers each request and counts up the signal. */
const program = `
const { createRequire } = require('node:module');
const { workerData: { file, templatePath, port, signal } } = require('node:worker_threads');
const { CloudFormationValidatePlugin } = createRequire(file)('aws-cdk-lib');
const plugin = new CloudFormationValidatePlugin();
plugin.validate({ templatePaths: [templatePath], stackTemplates: [{ stackConstructPath: '', templatePath }] });
port.on('message', (context) => {
  try {
    port.postMessage({ report: plugin.validate(context), version: plugin.version });
  } catch (error) {
    port.postMessage({ error: String(error && error.stack) });
  }
  Atomics.add(signal, 0, 1);
  Atomics.notify(signal, 0);
});
`;

interface Answer {
  readonly report?: PolicyValidationPluginReport;
  readonly version?: string;
  readonly error?: string;
}

/**
 * CloudFormation's own validator in a thread. Its engine takes seconds to get ready, whatever it is to look at; here it
 * does so while the app is built. A program needs one for all its apps.
 */
export class ThreadedValidator extends CloudFormationValidatePlugin {
  static #shared: ThreadedValidator | undefined;

  /** The one of this process, made when it is first asked for. */
  static shared(): ThreadedValidator {
    ThreadedValidator.#shared ??= new ThreadedValidator();
    return ThreadedValidator.#shared;
  }

  readonly #signal = new Int32Array(new SharedArrayBuffer(4));
  readonly #port: MessagePort;
  #version: string | undefined;

  private constructor() {
    super();
    // Little of the engine is called at all, and nothing often enough to be worth compiling twice: this saves a third of the
    // time on two cores, and a quarter of the memory.
    setFlagsFromString('--wasm-lazy-compilation');
    setFlagsFromString('--liftoff-only');
    // The engine's memory grows in steps of 64 KiB, hundreds of times. To V8 each step is all of it anew and a reason to
    // collect garbage, of which there is none; another thread that helps with it only makes the next collection start sooner.
    setFlagsFromString('--no-concurrent-marking');
    const folder = mkdtempSync(join(tmpdir(), 'citykit-'));
    // The program may be over before the thread is ready, as with a mistake in the spec.
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const templatePath = join(folder, 'template.json');
    const Resources = Object.fromEntries(renderedTypes.map((Type, index) => [`R${index}`, { Type }]));
    writeFileSync(templatePath, JSON.stringify({ Resources }));
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const worker = new Worker(program, {
      eval: true,
      workerData: { file: __filename, templatePath, port: port2, signal: this.#signal },
      transferList: [port2],
      execArgv: [],
    });
    // Neither keeps the process alive.
    worker.unref();
    port1.unref();
  }

  /** As the thread told it: asking the engine here would start a second one. */
  override get version(): string | undefined {
    return this.#version ?? super.version;
  }

  override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const stackTemplates = withNested(context);
    const templatePaths = stackTemplates.map(({ templatePath }) => templatePath);
    const before = Atomics.load(this.#signal, 0);
    this.#port.postMessage({ templatePaths, stackTemplates });
    Atomics.wait(this.#signal, 0, before, longestWait);
    const { report, version, error }: Answer = receiveMessageOnPort(this.#port)?.message ?? {};
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
