/**
 * Grafana's units by UN/CEFACT common code.
 *
 * @see https://unece.org/trade/documents/2021/06/uncefact-rec20-0
 * @see https://github.com/grafana/grafana/blob/main/packages/grafana-data/src/valueFormats/categories.ts
 */
const units: Readonly<Record<string, string>> = {
  '2N': 'dB',
  '59': 'ppm',
  '61': 'conppb',
  A97: 'pressurehpa',
  AMP: 'amp',
  C62: 'none',
  CEL: 'celsius',
  CMT: 'lengthcm',
  D54: 'Wm2',
  DAY: 'd',
  DBM: 'dBm',
  DD: 'degree',
  FAH: 'fahrenheit',
  FTK: 'areaF2',
  FOT: 'lengthft',
  GP: 'conmgm3',
  GQ: 'conμgm3',
  GRM: 'massg',
  HUR: 'h',
  HTZ: 'hertz',
  JOU: 'joule',
  KEL: 'kelvin',
  KGM: 'masskg',
  KMH: 'velocitykmh',
  KMT: 'lengthkm',
  KNT: 'velocityknot',
  KPA: 'pressurekpa',
  KWH: 'kwatth',
  KWT: 'kwatt',
  LTR: 'litre',
  LUM: 'lumens',
  LUX: 'lux',
  MAW: 'megwatt',
  MBR: 'pressurembar',
  MIN: 'm',
  MMT: 'lengthmm',
  MTK: 'areaM2',
  MTQ: 'm3',
  MTR: 'lengthm',
  MTS: 'velocityms',
  OHM: 'ohm',
  P1: 'percent',
  PAL: 'pressurepa',
  SEC: 's',
  SMI: 'lengthmi',
  TNE: 'masst',
  VLT: 'volt',
  WHR: 'watth',
  WTT: 'watt',
};

/** The unit of Grafana for a UN/CEFACT code. One that it has no unit for stands behind the number as it is. */
export function grafanaUnit(code: string | undefined): string {
  if (code === undefined) return 'none';
  return units[code] ?? `suffix: ${code}`;
}
