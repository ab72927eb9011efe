import type { ComputeSize } from '../../constructs/waist/units';

/** Processor units (1024 a core) and mebibytes of a Fargate task. */
export interface FargateSize {
  readonly cpu: number;
  readonly memoryLimitMiB: number;
}

const gibibyte = 1024;
const range = (from: number, to: number, step: number) =>
  Array.from({ length: (to - from) / step + 1 }, (_, index) => (from + index * step) * gibibyte);

/** What Fargate offers on Linux: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html */
const offers: readonly (readonly [cpu: number, memory: readonly number[]])[] = [
  [256, [512, ...range(1, 2, 1)]],
  [512, range(1, 4, 1)],
  [1024, range(2, 8, 1)],
  [2048, range(4, 16, 1)],
  [4096, range(8, 30, 1)],
  [8192, range(16, 60, 4)],
  [16384, range(32, 120, 8)],
];

/**
 * The cheapest offer that holds the size. The init containers run one after another before the main container, and the
 * smallest offer is larger than what any of them needs.
 *
 * @throws when no offer is large enough.
 */
export function fargateSize(size: ComputeSize): FargateSize {
  const cpu = (size.cpu.millis * 1024) / 1000;
  const memory = size.memory.mebibytes;
  const fitting = offers.flatMap(([units, amounts]) => {
    const amount = amounts.find((candidate) => candidate >= memory);
    return units >= cpu && amount !== undefined ? [{ cpu: units, memoryLimitMiB: amount }] : [];
  });
  const [best] = fitting.sort((a, b) => price(a) - price(b));
  if (!best) throw new Error(`Fargate has no task of ${size.cpu.millis} millicores and ${memory} MiB`);
  return best;
}

/** On Fargate a core costs about as much as nine gibibytes, in every region. */
function price({ cpu, memoryLimitMiB }: FargateSize): number {
  return (cpu / 1024) * 9 + memoryLimitMiB / gibibyte;
}
