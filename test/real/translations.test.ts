import { execFileSync } from 'node:child_process';
import { keycloakLocales } from '../../constructs/components/identity/keycloak-locales';
import { ckanLocales } from '../../constructs/components/open-data-portal/ckan-locales';
import { partsFolder } from './support/rendered/stand-ins/parts-folder';
import { describePart } from './support/skip';

const python = (program: string, script: string, ...args: readonly string[]) =>
  execFileSync(program, ['-c', script, ...args], { encoding: 'utf8' })
    .trim()
    .split(',')
    .sort();

describePart(['ckan'], 'The installed CKAN', () => {
  test('has the translations that the kit knows, and no other', () => {
    const script = `
import os
from babel import Locale, UnknownLocaleError
import ckan.i18n
found = {'en'}
for name in os.listdir(os.path.dirname(ckan.i18n.__file__)):
    try:
        Locale.parse(name)
        found.add(name)
    except (ValueError, UnknownLocaleError):
        pass
print(','.join(found))`;
    expect(python(`${partsFolder('ckan')}/bin/python3`, script)).toEqual([...ckanLocales].sort());
  });
});

describePart(['keycloak'], 'The installed Keycloak', () => {
  test('has the translations that the kit knows, and no other', () => {
    const script = `
import glob, re, sys, zipfile
[jar] = glob.glob(sys.argv[1] + '/lib/lib/main/org.keycloak.keycloak-themes-2*.jar')
print(re.search('^locales=(.*)$', zipfile.ZipFile(jar).read('theme/base/login/theme.properties').decode(), re.M)[1])`;
    expect(python('python3', script, partsFolder('keycloak'))).toEqual([...keycloakLocales].sort());
  });
});
