/** Attribute of a realm that names the platform it was made for: on a Keycloak of others no other realm is touched. */
export const realmMark = 'citykit';
