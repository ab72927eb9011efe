import type { DcatApConfig } from './dcat-ap-config';
import type { Graph, RdfSubject } from './graph';

/** Says of a catalogue or a dataset that it is about the place that the catalogue is of. */
export function describePlace(graph: Graph, node: RdfSubject, { siteUrl, place }: DcatApConfig): void {
  if (!place) return;
  const iri = `${siteUrl}/#place`;
  const isNew = graph.instance(node, 'dct:spatial', iri, 'dct:Location');
  if (!isNew) return;
  graph.prose(graph.node(iri), 'skos:prefLabel', place.name);
  graph.typed(graph.node(iri), 'dcat:centroid', `POINT(${place.longitude} ${place.latitude})`, 'gsp:wktLiteral');
}
