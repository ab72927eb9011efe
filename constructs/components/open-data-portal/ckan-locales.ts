/**
 * The translations of CKAN, by the folders of its `ckan/i18n` (2.11.4), and English, which needs none. CKAN does not start
 * with a `ckan.locale_default` that is not among them (`ckan/lib/i18n.py`).
 */
export const ckanLocales: readonly string[] = `
am ar bg bs ca cs_CZ da_DK de el en en_AU en_GB es es_AR eu fa_IR fi fr gl gl_ES he hr hu id is it ja km ko_KR lt lv mk
mn_MN my_MM nb_NO ne nl no pl pt_BR pt_PT ro ru sk sl sq sr sr_Latn sv th tl tr uk uk_UA vi zh_Hans_CN zh_Hant_TW`
  .trim()
  .split(/\s+/);
