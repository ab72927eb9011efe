/** First folders of a path that images bring along, by the Filesystem Hierarchy Standard. */
const imageFolders = /^\/(bin|boot|dev|etc|home|lib\w*|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var)\//;

/** Further folders and files below / of the images in use. */
const furtherImageFolders = /^\/(docker-entrypoint[^/]*|deployments|data|app|work)(\/|$)|^\/[^/]+$/;

/** What is mounted for a file: its first folder, or the file alone where the folder holds what the image needs. */
export function mountPoint(path: string): string {
  return imageFolders.test(path) || furtherImageFolders.test(path) ? path : path.slice(0, path.indexOf('/', 1));
}
