/**
 * Runs CKAN in the web server of its image, without the image's start script. SIGTERM lets the requests under way finish;
 * a body is read whole before a worker is taken, so that a slow sender holds none up.
 */
export function uwsgiCommand(port: number, processes: number): string[] {
  return [
    'uwsgi',
    // uWSGI closes each connection after the answer, and does not say so by itself: a client would use it again.
    ...['--http-socket', `:${port}`, '--add-header', 'Connection: close'],
    ...['--wsgi-file', '/srv/app/wsgi.py', '--callable', 'application'],
    ...['--master', '--lazy-apps', '--need-app', '--enable-threads'],
    ...['--processes', String(processes), '--threads', '4'],
    ...['--hook-master-start', 'unix_signal:15 gracefully_kill_them_all'],
    ...['--harakiri', '60', '--worker-reload-mercy', '60'],
    ...['--buffer-size', '32768', '--post-buffering', '65536'],
    ...['--disable-logging', '--log-5xx'],
  ];
}
