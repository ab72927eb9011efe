/** Processor share. One core is 1000 millicores. */
export class Cpu {
  static millis(amount: number): Cpu {
    return new Cpu(amount);
  }

  static cores(amount: number): Cpu {
    return new Cpu(amount * 1000);
  }

  private constructor(readonly millis: number) {}
}

/** An amount of memory or storage, kept in mebibytes (2^20 bytes). */
export class Size {
  static mebibytes(amount: number): Size {
    return new Size(amount);
  }

  static gibibytes(amount: number): Size {
    return new Size(amount * 1024);
  }

  private constructor(readonly mebibytes: number) {}

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
  static seconds(amount: number): Duration {
    return new Duration(amount);
  }

  static minutes(amount: number): Duration {
    return new Duration(amount * 60);
  }

  static hours(amount: number): Duration {
    return new Duration(amount * 3600);
  }

  static days(amount: number): Duration {
    return new Duration(amount * 86_400);
  }

  private constructor(readonly seconds: number) {}
}

/** What one replica of a workload asks for. Memory is request and limit at once; processor time has no limit. */
export interface ComputeSize {
  readonly cpu: Cpu;
  readonly memory: Size;
}
