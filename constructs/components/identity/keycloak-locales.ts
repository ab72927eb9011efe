/**
 * The translations of Keycloak's login pages, by `locales` of the base theme (`theme/base/login/theme.properties`, 26.7.3).
 * A realm may name others, and its pages are in English for whoever chooses one.
 */
export const keycloakLocales: readonly string[] = `
ar az ca cs da de el en es eu fa fr fi hr hu hy id it ja kk ko ky lt lv nl no pl pt pt-BR ro ru sk sl sv th tr uk vi
zh-CN zh-TW`
  .trim()
  .split(/\s+/);
