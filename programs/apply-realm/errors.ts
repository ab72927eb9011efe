/** The file, the environment or the credentials are wrong: running again will not help. */
export class Misuse extends Error {}

/** Keycloak does not answer yet, or someone else changed the same thing: running again will help. */
export class Transient extends Error {}
