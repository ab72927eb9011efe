/**
 * Shell lines that write CKAN's configuration into a folder in memory, readable by CKAN alone. The image's own file stays
 * the base; what differs, and what is secret, is laid over it. CKAN's start script would edit the image's file instead,
 * which a read-only file system forbids, and make other secrets in each replica.
 */
export const writeConfiguration = `umask 077
export CKAN_INI=/run/ckan/ckan.ini
cat > "$CKAN_INI" <<INI
[app:main]
use = config:/srv/app/ckan.ini
SECRET_KEY = $SESSION_SECRET
beaker.session.secret = $SESSION_SECRET
WTF_CSRF_SECRET_KEY = $SESSION_SECRET
api_token.jwt.encode.secret = string:$TOKEN_SECRET
api_token.jwt.decode.secret = string:$TOKEN_SECRET
sqlalchemy.url = postgresql://$DB_USER:$DB_PASSWORD@$DB_HOST:$DB_PORT/$DB_NAME
ckan.datastore.write_url = postgresql://$DATASTORE_USER:$DATASTORE_PASSWORD@$DB_HOST:$DB_PORT/$DATASTORE_NAME
ckan.datastore.read_url = postgresql://$DATASTORE_READER:$DATASTORE_READER_PASSWORD@$DB_HOST:$DB_PORT/$DATASTORE_NAME
ckan.redis.url = $CACHE_URL/0
solr_url = $SOLR_URL
ckan.site_url = $SITE_URL
ckan.site_id = $SITE_ID
ckan.site_title = $SITE_TITLE
ckan.locale_default = $LOCALE
ckan.storage_path = /var/lib/ckan
ckan.plugins = datastore text_view image_view datatables_view
ckan.auth.create_user_via_web = false
ckan.auth.create_user_via_api = false
ckan.auth.public_user_details = false
ckan.auth.anon_create_dataset = false
SESSION_COOKIE_SECURE = true
REMEMBER_COOKIE_SECURE = true
ckan.hide_version = true

[loggers]
keys = root
[handlers]
keys = console
[formatters]
keys = line
[logger_root]
level = WARNING
handlers = console
[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = line
[formatter_line]
format = %(asctime)s %(levelname)s [%(name)s] %(message)s
INI
`;

/** Starts CKAN in the web server of its image. */
export const startScript = `#!/bin/sh
set -eu
${writeConfiguration}
exec uwsgi --http-socket :5000 --wsgi-file /srv/app/wsgi.py --callable application --master --enable-threads \\
  --lazy-apps --processes "$PROCESSES" --threads 4 --buffer-size 32768 --harakiri 60 --die-on-term --vacuum \\
  --disable-logging --log-5xx
`;

/**
 * Brings the database to this CKAN's schema, sets the rights in the datastore, and makes the first administrator. Runs
 * over its own work.
 */
export const setupScript = `#!/bin/sh
set -eu
${writeConfiguration}
ckan db init
ckan datastore set-permissions > /tmp/datastore.sql
python3 - <<'PYTHON'
import os, re
import psycopg2
# The statements are written for psql; its \\\\connect lines mean nothing here.
with open('/tmp/datastore.sql') as file:
    statements = re.sub(r'^\\\\connect.*$', '', file.read(), flags=re.M)
connection = psycopg2.connect(host=os.environ['DB_HOST'], port=os.environ['DB_PORT'], dbname=os.environ['DATASTORE_NAME'],
                              user=os.environ['DATASTORE_USER'], password=os.environ['DATASTORE_PASSWORD'])
with connection, connection.cursor() as cursor:
    cursor.execute(statements)
PYTHON
python3 - <<'PYTHON'
import os
from ckan.cli import load_config
from ckan.config.middleware import make_app
app = make_app(load_config(os.environ['CKAN_INI']))
with app._wsgi_app.test_request_context():
    from ckan import model
    import ckan.plugins.toolkit as toolkit
    name = os.environ['ADMIN_NAME']
    user = model.User.get(name)
    if user is None:
        toolkit.get_action('user_create')({'ignore_auth': True, 'user': ''}, {
            'name': name, 'email': os.environ['ADMIN_EMAIL'], 'password': os.environ['ADMIN_PASSWORD']})
        user = model.User.get(name)
    user.sysadmin = True
    model.Session.commit()
PYTHON
echo "portal is set up"
`;
