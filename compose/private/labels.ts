/** Label of a container: the path of the construct that it was rendered from. */
export const pathLabel = 'citykit.path';

/** Label that changes when the files of a container do, so that Compose makes the container anew. */
export const filesLabel = 'citykit.files';

/** Label of a container that may do more than others, with the reason. */
export const reasonLabel = 'citykit.reason';
