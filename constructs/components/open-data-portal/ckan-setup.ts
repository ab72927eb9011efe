/** Where the script is mounted. */
export const ckanSetupFile = '/citykit/ckan/setup.sh';

/**
 * Brings the database to this CKAN's schema, sets the rights in the datastore, makes the first administrator, and puts
 * what the search index lacks into it. Where there is a publisher or a harvester, it has organisations to write into and a
 * token, whose id is one of the platform's secrets. Runs over its own work, whole or half done. A password that the administrator has
 * changed since stays; one that was made here is renewed with its rotation.
 */
export const ckanSetup = `set -eu
ckan db init
python3 - <<'PYTHON'
import os, re
import psycopg2
from ckanext.datastore.cli import permissions_sql

# The datastore's owner may say nothing about the portal's own database, which the reader cannot reach anyway.
name, owner = os.environ['CKAN_DATASTORE_NAME'], os.environ['CKAN_DATASTORE_USER']
sql = permissions_sql(maindb=name, datastoredb=name, mainuser=owner, writeuser=owner, readuser=os.environ['CKAN_READER_USER'])
connection = psycopg2.connect(host=os.environ['CKAN_DB_HOST'], port=os.environ['CKAN_DB_PORT'], dbname=name,
                              user=owner, password=os.environ['CKAN_DATASTORE_PASSWORD'])
with connection, connection.cursor() as cursor:
    # Two runs at once would each replace the same function.
    cursor.execute('select pg_advisory_xact_lock(20110707)')
    # A command of psql, which means nothing to the server.
    cursor.execute(re.sub(r'^\\\\connect.*$', '', sql, flags=re.M))
PYTHON
python3 - <<'PYTHON'
import json, os, secrets
from ckan.cli import load_config
from ckan.config.middleware import make_app

app = make_app(load_config(os.environ['CKAN_INI']))
with app._wsgi_app.test_request_context():
    from ckan import model
    from ckan.plugins import toolkit

    name = os.environ['ADMIN_NAME']
    if model.User.get(name) is None:
        toolkit.get_action('user_create')({'ignore_auth': True, 'user': ''}, {
            'name': name, 'email': os.environ['ADMIN_EMAIL'], 'password': os.environ['ADMIN_PASSWORD']})
    user = model.User.get(name)
    user.sysadmin = True
    before = os.environ.get('ADMIN_PREVIOUS_PASSWORD')
    if before and user.validate_password(before):
        user.password = os.environ['ADMIN_PASSWORD']
    model.Session.commit()

    context = lambda: {'ignore_auth': True, 'user': name}

    def writer(login, token_id, organizations, role):
        user = model.User.get(login)
        if user is None:
            user = model.User(name=login, fullname=login.capitalize(), password=secrets.token_urlsafe(40))
            model.Session.add(user)
            model.Session.commit()
        for organization, title in organizations.items():
            if model.Group.get(organization) is None:
                toolkit.get_action('organization_create')(context(), {'name': organization, 'title': title})
            elif model.Group.get(organization).title != title:
                toolkit.get_action('organization_patch')(context(), {'id': organization, 'title': title})
            member = {'id': organization, 'username': login, 'role': role}
            toolkit.get_action('organization_member_create')(context(), member)
        for token in model.Session.query(model.ApiToken).filter_by(user_id=user.id):
            if token.id != token_id:
                model.Session.delete(token)
        if model.ApiToken.get(token_id) is None:
            token = model.ApiToken(user.id, login)
            token.id = token_id
            model.Session.add(token)
        model.Session.commit()

    if os.environ.get('PUBLISHER_TOKEN_ID'):
        own = {os.environ['CKAN_SITE_ID']: os.environ['ORGANIZATION_TITLE']}
        writer('publisher', os.environ['PUBLISHER_TOKEN_ID'], own, 'editor')
    if os.environ.get('HARVESTER_TOKEN_ID'):
        # What is wrong with a catalogue is said by its organisation, which administrators alone may change.
        writer('harvester', os.environ['HARVESTER_TOKEN_ID'], json.loads(os.environ['HARVESTED_CITIES']), 'admin')
PYTHON
# A dataset is indexed a moment before it is saved: what broke off between the two is found and cannot be opened.
ckan search-index clear-orphans
ckan search-index rebuild --only-missing --force --quiet
echo "the portal is set up"
`;
