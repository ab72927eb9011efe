import type { DcatApConfig } from './dcat-ap-config';
import { type Graph, type RdfSubject, safeIri } from './graph';

/** The IRI of the catalogue's publisher. */
export const publisherIri = ({ siteUrl }: DcatApConfig): string => `${siteUrl}/#publisher`;

/** Describes who publishes the catalogue. */
export function describePublisherOfCatalogue(graph: Graph, config: DcatApConfig): void {
  const { name, email, url } = config.publisher;
  const node = graph.node(publisherIri(config));
  graph.type(node, 'foaf:Agent');
  graph.prose(node, 'foaf:name', name);
  graph.link(node, 'foaf:mbox', mailto(email));
  graph.instance(node, 'foaf:homepage', url, 'foaf:Document');
}

/** Describes whom to ask about a resource, as a vCard. */
export function describeContact(
  graph: Graph,
  subject: RdfSubject,
  contact: { readonly name: string; readonly email: string },
): void {
  const card = graph.blank();
  graph.add(subject, 'dcat:contactPoint', card);
  graph.type(card, 'vcard:Kind');
  graph.text(card, 'vcard:fn', contact.name);
  graph.link(card, 'vcard:hasEmail', mailto(contact.email));
}

const mailto = (email: string): string | undefined => safeIri(`mailto:${email}`);
