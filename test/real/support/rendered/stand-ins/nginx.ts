import { type StandIn, systemPath } from '../stand-in';

/** The system's nginx, without the scripts that the image runs before its own command. */
export function nginx(): StandIn {
  return {
    env: { PATH: systemPath },
    passwd: 'nginx:x:101:101::/var/cache/nginx:/sbin/nologin\n',
  };
}
