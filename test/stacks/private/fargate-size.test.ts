import fc from 'fast-check';
import { Cpu, Size } from '../../../constructs/waist/units';
import { fargateSize } from '../../../stacks/private/fargate-size';
import { runs } from '../../support/runs';

const of = (millis: number, mebibytes: number) =>
  fargateSize({ cpu: Cpu.millis(millis), memory: Size.mebibytes(mebibytes) });

describe('the size of a Fargate task', () => {
  test.each([
    [50, 64, 256, 512],
    [250, 512, 256, 512],
    [251, 512, 512, 1024],
    [100, 2049, 512, 3072],
    [1000, 2048, 1024, 2048],
    [1000, 9 * 1024, 2048, 9 * 1024],
    [4000, 31 * 1024, 8192, 32 * 1024],
    [16000, 120 * 1024, 16384, 120 * 1024],
  ])('of %i millicores and %i MiB is %i units and %i MiB', (millis, mebibytes, cpu, memoryLimitMiB) => {
    expect(of(millis, mebibytes)).toEqual({ cpu, memoryLimitMiB });
  });

  test('is never smaller than what is asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 16_000 }), fc.integer({ min: 0, max: 120 * 1024 }), (millis, mebibytes) => {
        const { cpu, memoryLimitMiB } = of(millis, mebibytes);
        return cpu >= millis * 1.024 && memoryLimitMiB >= mebibytes;
      }),
      runs(),
    );
  });

  test('is refused where Fargate has none', () => {
    expect(() => of(17_000, 512)).toThrow('Fargate has no task of 17000 millicores and 512 MiB');
  });
});
