/** The page that a browser arrives at, or the address that it was sent away to. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
  /** Set when the answer is a redirect out of Keycloak. */
  readonly left?: URL;
}

/**
 * As much of a browser as the login pages need: cookies, redirects and forms. Addresses that begin with `publicUrl` are
 * reached at `localUrl`.
 */
export class Browser {
  readonly #cookies = new Map<string, string>();

  constructor(
    private readonly publicUrl: string,
    private readonly localUrl: string,
  ) {}

  async open(url: string, form?: Readonly<Record<string, string>>): Promise<Page> {
    const response = await fetch(this.#local(url), {
      method: form === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      this.#cookies.set(name, value);
    }
    const html = await response.text();
    const location = response.headers.get('location');
    const page = { url, status: response.status, html, headers: response.headers };
    if (location === null) return page;
    const target = new URL(location, url);
    const ours = [this.publicUrl, this.localUrl].includes(target.origin);
    return ours ? this.open(target.href) : { ...page, left: target };
  }

  /** Fill in the form of a page: its hidden fields are kept. */
  async submit(page: Page, fields: Readonly<Record<string, string>>): Promise<Page> {
    const action = /<form[^>]*\saction="([^"]+)"/.exec(page.html)?.[1];
    if (action === undefined) throw new Error(`no form: ${textOf(page)}`);
    const hidden = [...page.html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].flatMap(([input]) => {
      const name = /\sname="([^"]*)"/.exec(input)?.[1];
      return name === undefined ? [] : [[name, decoded(/\svalue="([^"]*)"/.exec(input)?.[1] ?? '')]];
    });
    return this.open(new URL(decoded(action), page.url).href, { ...Object.fromEntries(hidden), ...fields });
  }

  #local(url: string): string {
    return url.startsWith(this.publicUrl) ? this.localUrl + url.slice(this.publicUrl.length) : url;
  }
}

/** The words of a page. */
export function textOf({ html }: Page): string {
  return decoded(html.replace(/<(script|style)[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]+>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

function decoded(text: string): string {
  return text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
