/** What a client is told when there is no answer (RFC 9457, with the types of ETSI GS CIM 009 V1.8.1, 6.3.2). */
export class FederationProblem extends Error {
  constructor(
    readonly status: number,
    /** Name of the standard's type. @default - it has none for this */
    readonly type:
      | 'BadRequestData'
      | 'InvalidRequest'
      | 'OperationNotSupported'
      | 'ResourceNotFound'
      | 'TooManyResults'
      | undefined,
    readonly title: string,
    readonly detail: string,
    /** Further members. */
    readonly members: Readonly<Record<string, unknown>> = {},
    readonly headers: Readonly<Record<string, string | string[]>> = {},
  ) {
    super(detail);
  }

  /** The same with further headers. */
  with(headers: FederationProblem['headers']): FederationProblem {
    const { status, type, title, detail, members } = this;
    return new FederationProblem(status, type, title, detail, members, { ...this.headers, ...headers });
  }

  get body(): string {
    const { status, title, detail, members } = this;
    const type = this.type === undefined ? 'about:blank' : `https://uri.etsi.org/ngsi-ld/errors/${this.type}`;
    return `${JSON.stringify({ type, title, status, detail, ...members })}\n`;
  }
}
