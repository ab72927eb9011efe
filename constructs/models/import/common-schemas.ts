import { geojsonGeometry } from '../geojson-geometry';

const text = (description: string) => ({ type: 'string', description });
const property = (schema: object, description: string) => ({ ...schema, description: `Property. ${description}` });
const instant = (description: string) => property({ type: 'string', format: 'date-time' }, description);
const texts = { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] };
const identifier = { type: 'string', minLength: 1, maxLength: 256 };
const link = { type: 'string', format: 'uri' };

const openingHoursSpecification = property(
  {
    type: 'array',
    items: {
      type: 'object',
      properties: {
        opens: text('When it opens.'),
        closes: text('When it closes.'),
        dayOfWeek: texts,
        validFrom: text('First day it holds for.'),
        validThrough: text('Last day it holds for.'),
      },
    },
  },
  'Opening hours, day by day.',
);

/**
 * The definitions that models of all subjects refer to, in the kit's own words; names and types are those of Smart Data Models.
 *
 * @see https://smart-data-models.github.io/data-models/common-schema.json
 */
const definitions = {
  EntityIdentifierType: identifier,
  email: property({ type: 'string', format: 'email' }, 'Address of a mailbox.'),
  userAlias: property({ type: 'string' }, 'A name that stands for a user.'),
  tag: property({ type: 'string' }, 'A word that qualifies it.'),
  timeInstant: instant('When it was sent.'),
  dateObserved: instant('When it was observed.'),
  isAccessibleForFree: property({ type: 'boolean' }, 'Whether it may be visited without paying.'),
  publicAccess: property({ type: 'boolean' }, 'Whether the public may enter.'),
  availableLanguage: property(texts, 'Languages that one may use there, as tags of BCP 47.'),
  video: property(link, 'A film of it.'),
  'GSMA-Commons': {
    properties: {
      id: identifier,
      dateCreated: instant('When the entity was made.'),
      dateModified: instant('When the entity was changed last.'),
      source: property({ type: 'string' }, 'Where the data come from first.'),
      name: property({ type: 'string' }, 'What people call it.'),
      alternateName: property({ type: 'string' }, 'What people call it besides.'),
      description: property({ type: 'string' }, 'What it is, in a sentence or two.'),
      dataProvider: property({ type: 'string' }, 'Who provides the data.'),
      owner: property({ anyOf: [identifier, { type: 'array', items: identifier }] }, 'Ids of those who own it.'),
      seeAlso: property(
        { anyOf: [link, { type: 'array', items: link, minItems: 1 }] },
        'Where there is more about it.',
      ),
    },
  },
  'Location-Commons': {
    properties: {
      location: { ...geojsonGeometry, description: 'GeoProperty. Where it is, in WGS 84.' },
      address: property(
        {
          type: 'object',
          properties: {
            streetAddress: text('Street and number.'),
            streetNr: text('Number in the street.'),
            district: text('Part of the city.'),
            postalCode: text('Postal code.'),
            postOfficeBoxNumber: text('Number of the post office box.'),
            addressLocality: text('City or village.'),
            addressRegion: text('Region.'),
            addressCountry: text('Country.'),
          },
        },
        'Postal address.',
      ),
      areaServed: property({ type: 'string' }, 'The part of the city it serves or stands for.'),
    },
  },
  'PhysicalObject-Commons': {
    properties: {
      color: property({ type: 'string' }, 'Its colour.'),
      image: property(link, 'A picture of it.'),
      annotations: property({ type: 'array', items: { type: 'string' } }, 'Notes on it.'),
    },
  },
  'DateTime-Commons': {
    properties: {
      openingHoursSpecification,
      startDate: instant('When it begins.'),
      endDate: instant('When it ends.'),
      openingHours: property(texts, 'Opening hours, in the notation of schema.org.'),
    },
  },
  'Contact-Commons': {
    properties: {
      contactPoint: property(
        {
          type: 'object',
          properties: {
            contactType: text('What the contact is for.'),
            email: { type: 'string', format: 'email' },
            telephone: text('Telephone number.'),
            name: text('Who answers.'),
            url: { type: 'string', format: 'uri' },
            areaServed: text('The area that the contact is for.'),
            availableLanguage: texts,
            contactOption: texts,
            faxNumber: text('Fax number.'),
            productSupported: text('What the contact is for, as a product.'),
            availabilityRestriction: { type: 'array', items: identifier },
          },
        },
        'How to reach those responsible.',
      ),
    },
  },
  TimeSeriesAggregation: {
    type: 'object',
    properties: Object.fromEntries(
      ['avgOverTime', 'minOverTime', 'maxOverTime', 'instValue'].map((name) => [name, { type: 'number' }]),
    ),
  },
};

/** The document of an address of Smart Data Models, on whatever branch, where it is one that comes with the kit. */
export function commonSchema(address: string): Readonly<Record<string, unknown>> | undefined {
  return /\/data-models\/((blob|raw)\/)?((master|main)\/)?common-schema\.json$/.test(address)
    ? { definitions }
    : undefined;
}
