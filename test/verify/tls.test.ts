import { judgeTls, type TlsFacts } from '../../verify/checks/tls';

const now = Date.parse('2026-11-28T00:00:00Z');
const good: TlsFacts = { protocol: 'TLSv1.3', validTo: 'Dec 31 00:00:00 2026 GMT', takesOld: false };
const judge = (change: Partial<TlsFacts>) => judgeTls({ ...good, ...change }, { request: '', answer: '' }, now);

test('a certificate that is trusted for weeks, and TLS 1.2 or newer alone, are what is asked', () => {
  expect(() => judge({})).not.toThrow();
  expect(() => judge({ protocol: 'TLSv1.2' })).not.toThrow();
  expect(() => judge({ validTo: 'Dec 13 01:00:00 2026 GMT' })).not.toThrow();
});

test.each<[Partial<TlsFacts>, string]>([
  [{ fault: 'self-signed certificate' }, 'The certificate is not trusted: self-signed certificate.'],
  [{ protocol: 'TLSv1.1' }, 'The host speaks TLSv1.1.'],
  [{ takesOld: true }, 'The host also takes TLS 1.1 or older.'],
  [{ validTo: 'Dec 12 01:00:00 2026 GMT' }, 'The certificate ends in 14 days.'],
])('%j is refused', (change, says) => {
  expect(() => judge(change)).toThrow(says);
});
