import type { Problem } from '../../../problems/city-error';
import type { RealmClient, RealmModel } from '../realm-model';
import { clientProblems } from './client-problems';

const ownRealms = ['master'];

/** Everything that is wrong with a realm's model, with paths from the model's root. */
export function realmProblems(model: RealmModel): readonly Problem[] {
  return [...nameProblems(model), ...numberProblems(model), ...duplicates(model), ...model.clients.flatMap(client)];

  function client(each: RealmClient, at: number): readonly Problem[] {
    return clientProblems(each, `clients[${at}]`, model);
  }
}

function* nameProblems({ realm, publicUrl, languages }: RealmModel): Generator<Problem> {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(realm) || ownRealms.includes(realm)) {
    yield {
      code: 'realm-name',
      path: 'realm',
      value: realm,
      rule: 'A realm is named in lower-case letters, digits and hyphens, and is not the master realm.',
      fix: 'Name it after the city, e.g. izmir.',
    };
  }
  if (!/^https?:\/\/[^/?#]+(\/[^?#]*[^/?#])?$/.test(publicUrl)) {
    yield {
      code: 'public-url',
      path: 'publicUrl',
      value: publicUrl,
      rule: 'The public URL is an http or https URL without a slash, query or fragment at its end.',
      fix: 'Write it like https://id.example.org.',
    };
  }
  if (languages.length === 0) {
    yield {
      code: 'language-required',
      path: 'languages',
      value: languages,
      rule: 'The login pages need at least one language.',
      fix: 'Give one, e.g. en.',
    };
  }
}

function* numberProblems({ passwordMinLength, accessTokenMinutes }: RealmModel): Generator<Problem> {
  if (!Number.isInteger(passwordMinLength) || passwordMinLength < 8 || passwordMinLength > 64) {
    yield {
      code: 'password-length',
      path: 'passwordMinLength',
      value: passwordMinLength,
      rule: 'The least length of a password is a whole number from 8 to 64.',
      fix: 'Take 12 unless a rule of the city says otherwise.',
    };
  }
  if (!Number.isInteger(accessTokenMinutes) || accessTokenMinutes < 1 || accessTokenMinutes > 60) {
    yield {
      code: 'token-life',
      path: 'accessTokenMinutes',
      value: accessTokenMinutes,
      rule: 'An access token lives a whole number of minutes from 1 to 60.',
      fix: 'Take 5: clients renew it by themselves.',
    };
  }
}

function* duplicates(model: RealmModel): Generator<Problem> {
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ['tenants[].id', model.tenants.map(({ id }) => id)],
    ['roles[].name', model.roles.map(({ name }) => name)],
    ['clients[].id', [model.audience, ...model.clients.map(({ id }) => id)].map((id) => id.toLowerCase())],
  ];
  for (const [path, values] of lists) {
    for (const value of new Set(values.filter((each, at) => values.indexOf(each) !== at))) {
      yield {
        code: 'duplicate',
        path,
        value,
        rule: 'Ids are unique; a client is not named as the audience either.',
        fix: 'Rename all but one.',
      };
    }
  }
}
