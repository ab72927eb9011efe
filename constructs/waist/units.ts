/** Processor share. One core is 1000 millicores. */
export class Cpu {
  /** That many thousandths of a core. */
  static millis(amount: number): Cpu {
    return new Cpu(amount);
  }

  /** That many cores. */
  static cores(amount: number): Cpu {
    return new Cpu(amount * 1000);
  }

  private constructor(/** Thousandths of a core. */ readonly millis: number) {}
}

/** An amount of memory or storage, kept in mebibytes (2^20 bytes). */
export class Size {
  /** That many mebibytes. */
  static mebibytes(amount: number): Size {
    return new Size(amount);
  }

  /** That many gibibytes (2^30 bytes). */
  static gibibytes(amount: number): Size {
    return new Size(amount * 1024);
  }

  private constructor(/** The amount in mebibytes. */ readonly mebibytes: number) {}

  /** The amount in gibibytes, with a fraction. */
  get gibibytes(): number {
    return this.mebibytes / 1024;
  }

  /** The share of this size, rounded down to whole mebibytes. */
  share(ratio: number): Size {
    return new Size(Math.floor(this.mebibytes * ratio));
  }
}

/** A length of time, kept in seconds. */
export class Duration {
  /** That many seconds. */
  static seconds(amount: number): Duration {
    return new Duration(amount);
  }

  /** That many minutes. */
  static minutes(amount: number): Duration {
    return new Duration(amount * 60);
  }

  /** That many hours. */
  static hours(amount: number): Duration {
    return new Duration(amount * 3600);
  }

  /** That many days of 24 hours. */
  static days(amount: number): Duration {
    return new Duration(amount * 86_400);
  }

  private constructor(/** The time in seconds. */ readonly seconds: number) {}
}

/** What one replica of a workload asks for. Memory is request and limit at once; processor time has no limit. */
export interface ComputeSize {
  /** Processor that is reserved. */
  readonly cpu: Cpu;
  /** Memory that is reserved, and no more can be used. */
  readonly memory: Size;
}
