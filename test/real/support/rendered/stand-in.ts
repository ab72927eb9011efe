/**
 * What a container image brings along, where it cannot be pulled: the same programs from elsewhere, at the image's
 * paths. Entrypoint and arguments are those of `constructs/waist/images.ts`.
 */
export interface StandIn {
  /** ENV of the image's Dockerfile, PATH among it. */
  readonly env: Readonly<Record<string, string>>;
  /** @default / */
  readonly workingDir?: string;
  /** Folders or files of this machine, by their path in the image. */
  readonly layers?: Readonly<Record<string, string>>;
  /**
   * Folders that the program writes at its first start with this environment and finds done at the next, by their path
   * in the image; none where nobody has kept them.
   */
  readonly built?: (env: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
  /** Small files of the image. */
  readonly files?: Readonly<Record<string, string>>;
  /** Lines of /etc/passwd. @default none */
  readonly passwd?: string;
  /** Options of its Java virtual machine, which is told the memory limit of the container too. @default no Java */
  readonly java?: readonly string[];
  /** In place of the image's entrypoint, where that is a script of its own. */
  readonly entrypoint?: readonly string[];
  /** In place of the image's arguments. */
  readonly cmd?: readonly string[];
}

export const systemPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
