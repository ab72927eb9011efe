/**
 * A time out of a query, where a `+` that was not written as `%2B` has become a space (`application/x-www-form-urlencoded`), with
 * the sign of its offset: `2026-11-28T10:00:00 03:00` is `2026-11-28T10:00:00+03:00`. Any other text stays as it is.
 */
export const timeInQuery = (text: string): string => text.replace(/(:\d\d(?:[.,]\d+)?) (?=\d\d:?\d\d$)/, '$1+');
