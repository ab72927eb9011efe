/** Where the file is mounted that the web server loads. */
export const wsgiFile = '/citykit/ckan/wsgi.py';

/**
 * CKAN as its image serves it. It makes the table of who may call an action with the first request, and where the database did not
 * answer at its start that of the actions too: two threads that do so at once wrap each action twice, and all of them then answer
 * 500 until the process ends (ckan/config/environment.py, ckan/logic/__init__.py). So both are made here, before there is a request.
 */
export const wsgi = `from runpy import run_path

application = run_path('/srv/app/wsgi.py')['application']

from ckan.authz import auth_functions_list
from ckan.logic import get_action

auth_functions_list()
get_action('status_show')
`;

/**
 * Runs CKAN in the web server of its image, without the image's start script. SIGTERM lets the requests under way finish;
 * a body is read whole before a worker is taken, so that a slow sender holds none up.
 */
export function uwsgiCommand(port: number, processes: number): string[] {
  return [
    'uwsgi',
    // uWSGI closes each connection after the answer, and does not say so by itself: a client would use it again.
    ...['--http-socket', `:${port}`, '--add-header', 'Connection: close'],
    ...['--wsgi-file', wsgiFile, '--callable', 'application'],
    ...['--master', '--lazy-apps', '--need-app', '--enable-threads'],
    ...['--processes', String(processes), '--threads', '4'],
    ...['--hook-master-start', 'unix_signal:15 gracefully_kill_them_all'],
    ...['--harakiri', '60', '--worker-reload-mercy', '60'],
    ...['--buffer-size', '32768', '--post-buffering', '65536'],
    ...['--disable-logging', '--log-5xx'],
  ];
}
