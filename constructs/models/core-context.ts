const ngsiLd = 'https://uri.etsi.org/ngsi-ld/';

/** Terms with an IRI and nothing else, below {@link ngsiLd} unless it is listed beneath. */
const plain = `
Attribute AttributeList ContextSourceIdentity ContextSourceNotification ContextSourceRegistration Date DateTime
EntityType EntityTypeInfo EntityTypeList Feature FeatureCollection GeoProperty GeometryCollection JsonProperty
LanguageProperty LineString ListProperty ListRelationship MultiLineString MultiPoint MultiPolygon Notification Point
Polygon Property Relationship Subscription TemporalProperty Time VocabProperty accept
attrs cacheDuration containedBy contextSourceAlias contextSourceInfo contextSourceUptime cooldown
csf data description detail endpoint entities entity entityCount entityMap error errors format geoQ geometry
geoproperty georel idPattern information isActive join joinLevel jsonKeys key lang linkedMaps localOnly location
management managementInterval mode notUpdated notification notificationTrigger notifierInfo observationInterval
observationSpace omit operationSpace operations pick previousValue properties q reason receiverInfo refreshRate
registrationId registrationName scope scopeQ showChanges status subscriptionName sysAttrs temporalQ throttling
timeInterval timeout timeproperty timerel timesFailed timesSent title triggerReason unchanged unitCode updated uri
value`;

/** Terms that are lists, references or dates besides, and two that have no absolute IRI. */
const structured = `
attributeCount attributeDetails attributeList attributeName attributeNames attributeTypes attributes avg bbox contextSourceExtras
contextSourceTimeAt coordinates createdAt dataset datasetId deletedAt distinctCount endAt endTimeAt entityId
entityList expiresAt features instanceId json jsons languageMap languageMaps lastFailure lastNotification
lastSuccess max min modifiedAt notifiedAt object objectList objectType objects objectsLists observedAt previousJson
previousLanguageMap previousObject previousObjectList previousValueList previousVocab propertyNames
relationshipNames startAt stddev subscriptionId success sum sumsq tenant timeAt totalCount typeList typeName
typeNames valueList valueLists values vocab vocabs watchedAttributes`;

const ofGeoJson = `
Feature FeatureCollection GeometryCollection LineString MultiLineString MultiPoint MultiPolygon Point Polygon bbox
coordinates features geometry properties`;

const others: Readonly<Record<string, string>> = {
  containedBy: `${ngsiLd}isContainedBy`,
  dataset: `${ngsiLd}hasDataset`,
  description: 'http://purl.org/dc/terms/description',
  entityMap: `${ngsiLd}hasEntityMap`,
  joinLevel: `${ngsiLd}hasJoinLevel`,
  json: `${ngsiLd}hasJSON`,
  key: `${ngsiLd}hasKey`,
  languageMap: `${ngsiLd}hasLanguageMap`,
  languageMaps: `${ngsiLd}hasLanguageMaps`,
  object: `${ngsiLd}hasObject`,
  objectList: `${ngsiLd}hasObjectList`,
  objectType: `${ngsiLd}hasObjectType`,
  objects: `${ngsiLd}hasObjects`,
  objectsLists: `${ngsiLd}hasObjectsLists`,
  previousJson: `${ngsiLd}hasPreviousJson`,
  previousLanguageMap: `${ngsiLd}hasPreviousLanguageMap`,
  previousObject: `${ngsiLd}hasPreviousObject`,
  previousObjectList: `${ngsiLd}hasPreviousObjectList`,
  previousValue: `${ngsiLd}hasPreviousValue`,
  previousValueList: `${ngsiLd}hasPreviousValueList`,
  previousVocab: `${ngsiLd}hasPreviousVocab`,
  title: 'http://purl.org/dc/terms/title',
  value: `${ngsiLd}hasValue`,
  valueList: `${ngsiLd}hasValueList`,
  valueLists: `${ngsiLd}hasValueLists`,
  values: `${ngsiLd}hasValues`,
  vocab: `${ngsiLd}hasVocab`,
  vocabs: `${ngsiLd}hasVocabs`,
};

/** What a term of the core context means. */
export interface CoreTerm {
  readonly iri: string;
  /** Whether its definition is its IRI alone, so that another context may have the same. */
  readonly plain: boolean;
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const geoJson = new Set(words(ofGeoJson));

function iriOf(term: string): string {
  if (geoJson.has(term)) return `https://purl.org/geojson/vocab#${term}`;
  return others[term] ?? `${ngsiLd}${term}`;
}

/**
 * The terms of NGSI-LD's core context (ETSI GS CIM 009, v1.8.1). They are protected: whatever another context says of them, an
 * NGSI-LD system takes what the core says, and a JSON-LD processor fails where the two differ.
 */
export const coreTerms: ReadonlyMap<string, CoreTerm> = new Map(
  [plain, structured].flatMap((terms) =>
    words(terms).map((term): [string, CoreTerm] => [term, { iri: iriOf(term), plain: terms === plain }]),
  ),
);
