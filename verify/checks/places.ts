import { type Check, must, passed } from '../check';
import { isPlainObject, objectOf, type PlatformAnswer } from '../exchange';

const conformance = ['conf/core', 'conf/geojson'].map(
  (name) => `http://www.opengis.net/spec/ogcapi-features-1/1.0/${name}`,
);

/** How many collections are looked at for a feature. */
const mostCollections = 40;

/** OGC API - Features, part 1 (https://docs.ogc.org/is/17-069r4/17-069r4.html). */
export const places: Check = {
  mechanisms: { '2024': 'MIM7', current: 'MIM7' },
  level: 'SHOULD',
  component: 'Geo API',
  hint: 'Serve the city’s places by OGC API Features, and name its address in declarations.places.',
  async run({ client, platform }) {
    must(platform.places !== undefined, 'The platform has no OGC API Features.');
    const get = async (path: string) => {
      const answer = await client.ask(`${platform.places}${path}`, {
        headers: { accept: 'application/geo+json, application/json' },
      });
      must(answer.status === 200, `${path || '/'} answers ${answer.status}.`, answer);
      return answer;
    };
    const landing = await get('');
    must(Array.isArray(objectOf(landing).links), 'The landing page has no links.', landing);
    const classes = await get('/conformance');
    const { conformsTo } = objectOf(classes);
    const lacking = conformance.filter((one) => !Array.isArray(conformsTo) || !conformsTo.includes(one));
    must(lacking.length === 0, `Conformance lacks ${lacking.join(', ')}.`, classes);
    const listed = await get('/collections');
    const { collections } = objectOf(listed);
    const some = (Array.isArray(collections) ? collections : []).filter(isPlainObject).slice(0, mostCollections);
    must(some.length > 0, 'There is no collection.', listed);
    let items = listed;
    // What a collection is of may not be stored yet.
    for (const { id } of some) {
      items = await get(`/collections/${encodeURIComponent(String(id))}/items?limit=1&bbox=-180,-90,180,90`);
      if (firstFeature(items)) break;
    }
    must(firstFeature(items), 'No collection has items that are a FeatureCollection with a feature.', items);
    const leadsBack = /"urn:ngsi-ld:[^"]+"/.test(items.body);
    must(leadsBack, 'No feature leads back to its NGSI-LD entity.', items);
    return passed(items, 'Landing page, conformance, collections and items answer, and lead back to entities.');
  },
};

function firstFeature(answer: PlatformAnswer) {
  const { type, features } = objectOf(answer);
  const [first] = Array.isArray(features) ? features.filter(isPlainObject) : [];
  return type === 'FeatureCollection' && first?.type === 'Feature' ? first : undefined;
}
