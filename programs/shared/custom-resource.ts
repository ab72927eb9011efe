import { request } from 'node:https';

/** The part of a custom resource's event that says what it is about. */
export interface Asked {
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceType?: string;
}

/**
 * The answer that CloudFormation waits for. Always the same physical id, so an update never replaces anything.
 *
 * @param data what other resources may ask of this one. @default nothing
 */
export function answerTo(
  asked: Asked,
  failure: string | undefined,
  done: string,
  data?: Readonly<Record<string, string>>,
): string {
  return JSON.stringify({
    Status: failure === undefined ? 'SUCCESS' : 'FAILED',
    Reason: failure === undefined ? done : fitting(failure),
    PhysicalResourceId: asked.PhysicalResourceId ?? asked.LogicalResourceId,
    StackId: asked.StackId,
    RequestId: asked.RequestId,
    LogicalResourceId: asked.LogicalResourceId,
    ...(failure === undefined && data && { Data: data }),
  });
}

/** CloudFormation takes 4096 bytes of an answer; what it repeats of the question has the rest. */
const room = 3000;

function fitting(text: string): string {
  let fits = text.slice(0, room);
  while (Buffer.byteLength(JSON.stringify(fits)) > room) fits = fits.slice(0, -1);
  return fits;
}

/** Puts the answer where CloudFormation reads it: a presigned S3 address, which takes no content type. */
export function respond(url: string, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: 'PUT', headers: { 'content-type': '', 'content-length': Buffer.byteLength(body) } },
      (response) => {
        response.resume();
        const ok = (response.statusCode ?? 500) < 400;
        response.on('end', () =>
          ok ? resolve() : reject(new Error(`the answer was refused: ${response.statusCode}`)),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
