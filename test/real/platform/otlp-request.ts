/** A number of a metric at a moment, with what it is of. */
export interface Point {
  readonly resource: Readonly<Record<string, string>>;
  readonly metric: string;
  /** Nanoseconds since 1970. */
  readonly time: bigint;
}

/**
 * The points of an `ExportMetricsServiceRequest`, without their values.
 *
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/v1.9.0/opentelemetry/proto/metrics/v1/metrics.proto
 */
export function pointsOf(request: Buffer): Point[] {
  return messages(request, 1).flatMap((resourceMetrics) => {
    const resource = Object.fromEntries(
      messages(resourceMetrics, 1)
        .flatMap((one) => messages(one, 1))
        .map((pair) => [text(pair, 1), messages(pair, 2).map((value) => text(value, 1))[0] ?? '']),
    );
    const metrics = messages(resourceMetrics, 2).flatMap((scope) => messages(scope, 2));
    return metrics.flatMap((metric) =>
      // Gauge, sum, histogram, exponential histogram, summary: each has its points in field 1, with the time in field 3.
      [5, 7, 9, 10, 11]
        .flatMap((kind) => messages(metric, kind))
        .flatMap((data) => messages(data, 1))
        .map((point) => ({
          resource,
          metric: text(metric, 1),
          time: fields(point).find(({ number }) => number === 3)!.fixed!,
        })),
    );
  });
}

interface Field {
  readonly number: number;
  readonly bytes?: Buffer;
  readonly fixed?: bigint;
}

/** The fields of a message in the order they stand there, with those of a kind that is read here. */
function fields(message: Buffer): Field[] {
  const found: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const key = varint();
    const number = Math.floor(key / 8);
    switch (key % 8) {
      case 0:
        varint();
        break;
      case 1:
        found.push({ number, fixed: message.readBigUInt64LE(at) });
        at += 8;
        break;
      case 2: {
        const length = varint();
        found.push({ number, bytes: message.subarray(at, at + length) });
        at += length;
        break;
      }
      case 5:
        at += 4;
        break;
      default:
        throw new Error(`field ${number} is of the unknown kind ${key % 8}`);
    }
  }
  return found;
}

const messages = (message: Buffer, field: number): Buffer[] =>
  fields(message).flatMap(({ number, bytes }) => (number === field && bytes ? [bytes] : []));

const text = (message: Buffer, field: number): string => messages(message, field)[0]?.toString('utf8') ?? '';
