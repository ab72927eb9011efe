/** Codes of the EU's table of data themes (http://publications.europa.eu/resource/authority/data-theme). */
export const themes = [
  'AGRI',
  'ECON',
  'EDUC',
  'ENER',
  'ENVI',
  'GOVE',
  'HEAL',
  'INTR',
  'JUST',
  'REGI',
  'SOCI',
  'TECH',
  'TRAN',
] as const;

/** Those codes of the EU's table of frequencies (http://publications.europa.eu/resource/authority/frequency) that data of a city have. */
export const frequencies = [
  'UPDATE_CONT',
  'CONT',
  'HOURLY',
  'DAILY',
  'WEEKLY',
  'MONTHLY',
  'QUARTERLY',
  'ANNUAL',
  'IRREG',
  'UNKNOWN',
] as const;

/** Categories of high-value datasets (Implementing Regulation (EU) 2023/138): name to URI, as DCAT-AP HVD has them. */
export const highValueCategories = {
  geospatial: 'http://data.europa.eu/bna/c_ac64a52d',
  'earth-observation': 'http://data.europa.eu/bna/c_dd313021',
  meteorological: 'http://data.europa.eu/bna/c_164e0bf5',
  statistics: 'http://data.europa.eu/bna/c_e1da4e07',
  companies: 'http://data.europa.eu/bna/c_a9135398',
  mobility: 'http://data.europa.eu/bna/c_b79e35eb',
} as const;
