import type { DnsPlace } from '../prerequisite';
import type { Translation } from './language';

const place = ({ account, region }: { readonly account?: string; readonly region: string }) =>
  `${account ? `${account} hesabı` : 'kimlik bilgilerinin ait olduğu hesap'} ve ${region} bölgesi`;

const dnsAt = (at: DnsPlace) =>
  'networks' in at
    ? `${at.networks.join(', ')} adreslerine`
    : `${at.namespace} ad alanında ${at.pods} etiketli podlara${at.orNodeLocal ? ' veya 169.254.20.10 adresindeki NodeLocal DNSCache’e' : ''}`;

const entries = {
  compose: 'makinenin adresine yönlendirilir',
  aws: 'takma ad olarak yük dengeleyicinin adına yönlendirilir; bu ad, kurulumdan sonra konsolda görünür',
  ingress: 'Ingress denetleyicisinin adresine yönlendirilir',
  gateway: 'Gateway adresine yönlendirilir',
  loadBalancer: 'LoadBalancer hizmetinin aldığı adrese yönlendirilir',
} as const;

const bodies = (mebibytes: number) => `${mebibytes} MiB büyüklüğünde istek gövdelerini geçirmelidir.`;

const nouns = { object: 'nesne', resource: 'kaynak' } as const;

/** The page in Turkish. A noun after a number stays in the singular, and names of cities take no suffix. */
export const turkish: Translation = {
  tag: 'tr',
  messages: {
    heading: (title, amount) => (amount === 1 ? `${title} kent platformu` : `${title} kent platformları`),
    intro: (_, written) =>
      `Tanım dosyasından üretilenler: ${written} kent için platform üretildi ve denetlendi. Üretilen dosyalar bu sayfanın yanındadır.`,
    contents: 'İçindekiler',
    all: (noun, _, written) => `${written} ${nouns[noun]}`,
    cities: (_, written) => `${written} kent`,

    overview: 'Genel bakış',
    sideBySide: (_, written) => `${written} kent yan yana`,
    city: 'Kent',
    country: 'Ülke',
    people: 'Nüfus',
    profile: 'Profil',
    domain: 'Alan adı',
    languages: 'Diller',
    devices: 'Cihaz',
    tenants: 'Kiracı birim',
    dataModels: 'Veri modeli',
    openDatasets: 'Açık veri kümesi',
    messages: 'İleti',
    memory: 'Bellek',
    optOuts: 'Vazgeçilenler',
    costOnAws: 'AWS, aylık',
    objectsOn: (target, noun) => `${target} ${nouns[noun]} sayısı`,
    perSecond: (written) => `${written}/sn`,
    aSecond: (written) => `saniyede ${written}`,
    of: (part, whole) => `${part} / ${whole}`,

    addresses: 'Adresler',
    addressesNote: 'Adresler, platform kurulduktan sonra yanıt verir.',
    portal: 'Açık veri portalı',
    portalFor: 'Herkes için: veri kümeleri ve diğer portalların okuyacağı katalog.',
    api: 'API',
    apiFor: 'Programlar için (NGSI-LD): güncel durum, geçmiş ve değişikliklere abonelik.',
    signIn: 'Oturum açma',
    signInFor: 'Platformu kullanan kişiler için: hesap, parola ve ikinci doğrulama adımı.',
    tokens: 'Erişim belirteçleri',
    tokensFor: 'Programlar için: API’nin belirteçlerini kabul ettiği sağlayıcı (OpenID Connect).',
    models: 'Veri modelleri',
    modelsFor: 'Geliştiriciler için: JSON Schema dosyaları, @context dosyaları ve örnekler.',

    nothingLeftOut: 'Yok: hiçbir şeyden vazgeçilmedi.',
    withoutIntro: (title) => `${title} platformunda, belirtilen gerekçelerle şunlardan vazgeçildi.`,
    without: (measure) => `Bulunmayan: ${measure}`,
    everyTarget: 'bütün hedeflerde',
    onTargets: (names) => `hedef: ${names}`,

    deployment: 'Kurulum',
    neededFirst: 'Önce gerekenler',
    secrets: 'Gizli bilgilerin yeri',
    commands: 'Komutlar (bu sayfanın bulunduğu klasörde çalıştırılır)',
    made: 'İçindekiler',
    madeOf: (total, folder) => `${folder} içinde ${total}.`,
    files: 'Dosyalar',
    gatesPassed: (names) => `Geçilen denetimler: ${names}.`,
    kinds: (_, written) => `${written} tür`,
    images: (_, written) => `${written} imaj`,
    kindsOf: (title, target) => `${title} platformundaki türler (${target})`,
    kind: 'Tür',
    count: 'Sayı',
    imagesOf: (title, target) => `${title} platformunun konteyner imajları (${target})`,
    image: 'İmaj',
    licence: 'Lisans',
    architectures: 'Mimariler',
    runsAs: 'Kullanıcı',

    cost: 'AWS üzerinde aylık maliyet',
    costSum: (dollars, region) => `${region} bölgesinde ayda yaklaşık ${dollars}.`,
    costSumAtLeast: (dollars, region) => `${region} bölgesinde ayda en az ${dollars}.`,
    costMissing: (names, lists) =>
      `Fiyatı burada bilinmediği için toplama girmeyenler: ${names}. AWS’nin kendi listelerinde vardır: ${lists}`,
    costNote: (first, last) =>
      `Bu bir teklif değil, tahmindir: ${first} ile ${last} tarihleri arasındaki, vergisiz, ABD doları cinsinden isteğe bağlı kullanım liste fiyatları. Geçerli olan, AWS’nin kendi listeleri ve sözleşmenizdir.`,
    costElsewhere: 'Aynı platformun diğer bölgelerdeki maliyeti',
    costRegionUnknown: (region, shown) =>
      `Tabloda ${region} bölgesinin fiyatları yok; ${shown} bölgesininkiler gösteriliyor.`,
    costPart: 'Bölüm',
    costItem: 'Kalem',
    costQuantity: 'Aylık miktar',
    costUnitPrice: 'Birim fiyat',
    costDollars: 'ABD doları',
    costTotal: 'Toplam',
    costWhole: 'Platformun bütünü',
    costUnknown: 'bilinmiyor',
    atLeast: (dollars) => `en az ${dollars}`,
    costLines: 'Bütün kalemler, miktar ve birim fiyatlarıyla',
    costByPart: (title) => `${title} platformunun bölümlerinin aylık maliyeti`,
    costByLine: (title) => `${title} platformunun bir ayda kullandıkları`,
    costWithout: (_, written) => `bilinmeyen ${written} fiyat hariç`,
    costTypes: (types) => `Şunların maliyeti hakkında bilgi yok: ${types}.`,
    assumptions: 'Varsayımlar',
    assumed: {
      hours: (hours) => `Bir ay ${hours} saattir; her program en az kopya sayısıyla çalışır.`,
      load: (rate, messages) =>
        `Tanımdaki yük: saniyede ${rate}, ayda ${messages} milyon ileti. İnsanların okuma istekleri buna eklenir.`,
      database:
        'Veritabanının yazan sunucusu ile ilk okuyan sunucusu, boştaki kapasitelerinin iki katında, diğer okuyanlar boştaki kapasitelerinde çalışır; depolama alanı planlandığı kadar doludur.',
      writes: (writes) =>
        `Bir ileti, veritabanının depolamasına ${writes} yazma demektir; okumalar bellekten karşılanır.`,
      connections: (perUnit, bytes) =>
        `Her ileti yeni bir bağlantıyla gelir (saniyede ${perUnit} bağlantı, yük dengeleyicinin bir birimidir) ve yanıtıyla birlikte ${bytes} bayttır.`,
      logs: (bytes, months, kept) =>
        `Denetim günlüğünde ileti başına ${bytes} bayt yazılır; günlük, %${kept} oranına sıkıştırılıp ${months} ay saklanır.`,
    },
    notCounted:
      'Hesaba katılmayanlar: internete ve kullanılabilirlik alanları arasına giden trafik, ücretsiz sınırı aşan yedekler, Container Insights ölçümleri, veritabanının kendi günlükleri, dakikalarca çalışan işler ve işlevler, alarm e-postaları, DNS sorguları, anahtar ve gizli bilgi istekleri, destek, vergiler.',

    architecture: 'Mimari',
    pictureOf: (title) => `${title} platformunun mimarisi`,
    pictureNote: 'Bütün ağ yolları bunlardır: kimse başka bir bağlantı açamaz. Kesik çizgili kutular iştir (job).',
    sameAs: 'Şu kentinkiyle aynıdır:',
    outside: 'İnsanlar, cihazlar, hizmetler',
    shared: 'Ortak',
    opens: 'Bağlantı açar',
    mounts: 'Dosyalarını tutar',
    listensOn: (ports) => `port ${ports}`,
    once: 'bir kez',

    components: 'Bileşenler',
    componentsOf: (title) => `${title} platformunun bileşenleri ve çalıştırdıkları programlar`,
    component: 'Bileşen',
    upstream: 'Program',
    version: 'Sürüm',
    replicas: 'Kopya',
    replicasOrSchedule: 'Kopya veya zamanlama',

    sizes: 'Boyutlar',
    sizesOf: (title) => `${title} platformundaki her programa bir kopya için ayrılanlar`,
    program: 'Program',
    runs: 'Çalıştırdığı',
    processor: 'İşlemci',
    disk: 'Disk',
    cores: (amount) => `${amount} çekirdek`,
    sizesSum: (memory, processor, share, budget, profile) =>
      `Programlar, işler dahil ve en az kopya sayısıyla, ${memory} bellek ve ${processor} istiyor: ${profile} profilinin izin verdiği ${budget} belleğin %${share} kadarı.`,
    everySize: 'Bütün programlar ve onlara ayrılanlar',
    sizesLabel: (memory, budget) => `${budget} belleğin ${memory} kadarı isteniyor`,
    jobs: 'İşler (çalıştıkları sürece)',
    free: 'boş',

    claims: 'Asgari Birlikte Çalışabilirlik Mekanizmaları',
    claimsIntro:
      'OASC’nin Asgari Birlikte Çalışabilirlik Mekanizmaları (Minimal Interoperability Mechanisms, MIM), başkalarının üzerine çalışma kurabilmesi için bir kent platformunun neler sunması gerektiğini söyler. Numaralar güncel sürümündür: mims.oascities.org.',
    claimsProof:
      'Her beyan yalnızca, çalışan platform üzerindeki denetimiyle kanıtlanır. Bu sayfa hiçbirini kanıtlamaz: henüz çalışan bir şey yoktur.',
    mechanism: 'Mekanizma',
    requirements: 'Gereksinimler',
    check: 'Denetim',
    hasToFind: 'Denetimin bulması gereken',
    claimsOf: (title) => `${title} platformunun beyanları`,
    claimed: 'Beyan ediliyor',
    notClaimed: 'Beyan edilmiyor',
    notClaimedIntro: 'Platformun beyan etmedikleri ve nedenleri.',
    notClaimedRest: (requirements) =>
      `Beyan edilmeyen gereksinimler: ${requirements}. Bunları gösteren bir denetim henüz yok.`,
    mechanismsOf: (title) => `Mekanizmalar ve ${title} platformunun bunları beyan edip etmediği`,
    claimsCount: (_, written) => `${written} beyan`,

    openData: 'Açık veri',
    datasetsOf: (title) => `${title} platformunun yayımladığı veri kümeleri`,
    nothingPublished: 'Yayımlanan veri yok.',
    dataset: 'Veri kümesi',
    type: 'Veri türü',
    tenant: 'Kiracı birim',
    none: 'yok',
    modelsOf: (title) => `${title} platformunun veri modelleri`,
    noModels: 'Yok.',
    modelTitle: 'Adı',
    modelFrom: 'Kaynağı',
    attributes: 'Öznitelik',
    standsFor: 'Neyi anlatır',
    own: 'kentin kendi modeli',
    departments: 'Kiracı birimler',
    noTenants: 'Yok: bütün varlıklar varsayılan kiracıya aittir.',
    tenantsOf: (title) => `${title} platformunda verileri ayrı tutulan birimler`,

    waysOut: 'Dışarıya açılan yollar',
    noWaysOut: 'Yok: hiçbir program platformun dışıyla konuşamaz.',
    waysOutOf: (title) => `${title} platformundaki programların dışarıda konuşabildiği yerler; gerisi reddedilir`,
    to: 'Nereye',
    reason: 'Gerekçe',
    internet: 'internet',
    clusterApi: 'kümenin API’si',
    network: (network) => `${network} ağı`,
    namespace: (namespace) => `kümedeki ${namespace} ad alanı`,
    atPorts: (where, ports) => `${where}, port ${ports}`,

    gates: 'Denetimler',
    gatesNote: 'Dosyalar ancak her kent bütün denetimlerden geçince yazılır.',
    gatesCaption: 'Buradaki her şeyin geçtiği denetimler',
    gate: 'Denetim',
    target: 'Hedef',
    checks: 'Neye bakar',
    result: 'Sonuç',
    passed: (amount) => `${amount} geçti`,
  },
  prerequisites: {
    credentials: (values) => ({
      name: 'Kimlik bilgileri',
      need: `CDK’nin kurulum yaparken kullandığı kimlik bilgileri: ${place(values)} için.`,
    }),
    bootstrap: (values) => ({
      name: 'CDK bootstrap yığını',
      need: `${place(values)} için bir kez, cdk bootstrap ile oluşturulur.`,
    }),
    vpc: ({ id, zones }) => ({
      name: `VPC ${id}`,
      need: `Tanımda adı geçen alt ağlarıyla; kullanılabilirlik alanları: ${zones.join(', ')}.`,
    }),
    hostedZone: ({ id, domain }) => ({
      name: `DNS bölgesi ${id}`,
      need: `${domain} için, herkese açık: platformun adresleri bu bölgeye kayıt olarak eklenir.`,
    }),
    certificate: ({ arn }) => ({ name: 'Sertifika', need: `${arn}; alan adı ve alt alan adları için.` }),
    mailSecret: ({ name, key, user, host }) => ({
      name: `Gizli bilgi ${name}`,
      need: `Secrets Manager’da: JSON içindeki ${key} anahtarı, ${host} sunucusundaki ${user} kullanıcısının parolasını tutar.`,
    }),
    mailbox: ({ address }) => ({
      name: `Posta kutusu ${address}`,
      need: 'Alarm aboneliği bu posta kutusundan onaylanır.',
    }),
    kubernetes: () => ({
      name: 'Kubernetes',
      need: '1.30 veya daha yeni sürüm; NetworkPolicy kurallarını uygulayan bir ağ eklentisiyle.',
    }),
    architecture: ({ name }) => ({
      name: `${name} mimarisinde düğümler`,
      need: 'Bazı programlar yalnızca bu mimari için yayımlanıyor: hangileri olduğu konteyner imajlarının listesinde yazılıdır.',
    }),
    dns: ({ at, port, field }) => ({
      name: 'Küme DNS’i',
      need: `NetworkPolicy kuralları, programların ${port} numaralı porttan ${dnsAt(at)} sormasına izin verir. Sizinki başka yerdeyse ${field} alanına yazın.`,
    }),
    eksCluster: ({ name, autoMode, cores, gibibytes }) => ({
      name: `EKS kümesi ${name}`,
      need: `Etkin; erişim girdileri açık (kimlik doğrulama kipi API veya API_AND_CONFIG_MAP)${autoMode ? '; EKS Auto Mode ile' : ''}; amd64 düğümlerinde ${cores} çekirdek ve ${gibibytes} GiB boş yer, sürüm geçişlerinde bunun iki katı. Programların yazdıkları saklanan bir günlüğe gitmelidir.`,
    }),
    clusterAccess: ({ file, namespace }) => ({
      name: file,
      need: `Kümeyi yöneten uygular: ${namespace} ad alanı ve yığının iki işlevine verilen yetkiler.`,
    }),
    loadBalancerController: () => ({
      name: 'AWS Load Balancer Controller',
      need: 'Ağ geçidinin podlarını yığının yük dengeleyicilerine bağlar (TargetGroupBinding).',
    }),
    filesDriver: () => ({
      name: 'Amazon EFS CSI sürücüsü',
      need: 'Kendi rolüyle (AmazonEFSCSIDriverPolicy): birden çok podun yazdığı veya yedeklenen birimler EFS’te durur.',
    }),
    operator: ({ name, kinds, namespace, needsCertManager }) => ({
      name,
      need: `Denetleyicisi ve CRD’leri${namespace ? `, ${namespace} ad alanında` : ''}; şu türler için: ${kinds.join(', ')}.${needsCertManager ? ' Kendi sertifikalarını cert-manager’dan alır.' : ''}`,
    }),
    ownVolumes: ({ className }) => ({
      name: className ? `StorageClass ${className}` : 'Varsayılan StorageClass',
      need: 'Tek bir podun yazdığı birimler için (ReadWriteOnce).',
    }),
    sharedVolumes: ({ className }) => ({
      name: className ? `StorageClass ${className}` : 'Varsayılan StorageClass',
      need: `Portalın birden çok kopyasının paylaştığı dosyalar için: ReadWriteMany sunmalıdır.${className ? '' : ' Varsayılan sınıfların çoğu bunu sunmaz: sunan birini sharedStorageClass alanına yazın.'}`,
    }),
    metricsServer: () => ({ name: 'Metrics Server', need: 'Kopya sayısı, bildirdiği işlemci yüküne göre değişir.' }),
    ingress: ({ className, maxBody }) => ({
      name: className ? `${className} sınıfından Ingress denetleyicisi` : 'Varsayılan sınıftan Ingress denetleyicisi',
      need: `Dışarıdan giriş yolu. ${bodies(maxBody)}`,
    }),
    gateway: ({ name, listener, maxBody, ports }) => ({
      name: `Gateway ${name}`,
      need: `Dışarıdan giriş yolu. Önceden vardır; ${listener} dinleyicisi bu ad alanının yollarını kabul eder ve sertifikayı tutar. ${bodies(maxBody)}${ports.length > 0 ? ` ${ports.join(', ')} portlarındaki dinleyiciler TLS’i sonlandırır ve TCPRoute kabul eder.` : ''}`,
    }),
    engine: () => ({
      name: 'Docker veya Podman',
      need: 'Compose 2.20 veya üstü ile Docker 20.10 veya üstü, ya da podman compose ile Podman.',
    }),
    machine: ({ gibibytes, address, ports }) => ({
      name: 'Makine',
      need: `${gibibytes} GiB bellek; ${address} adresinin ${ports.join(', ')} portlarını başka kimse kullanmaz.`,
    }),
    ownCertificate: ({ hosts }) => ({
      name: 'Sertifika',
      need: `compose.yaml yanında, ${hosts.join(', ')} adları için zinciriyle certificates/certificate.pem ve certificates/key.pem bulunur.`,
    }),
    givenSecrets: ({ variables }) => ({
      name: 'Parolalar',
      need: `compose.yaml yanındaki .env dosyasında ${variables.join(', ')} için birer satır vardır.`,
    }),
    dnsRecords: ({ hosts, to }) => ({ name: 'DNS kayıtları', need: `${hosts.join(', ')} adları ${entries[to]}.` }),
    ingressCertificate: ({ hosts }) => ({
      name: 'Sertifika',
      need: `Ingress denetleyicisinin ${hosts.join(', ')} adları için kendi sertifikası vardır; yoksa targets.kubernetes.edge alanında bir ClusterIssuer belirtin.`,
    }),
    clusterIssuer: ({ name }) => ({
      name: `ClusterIssuer ${name}`,
      need: 'Kümede cert-manager çalışır ve sertifikayı bu sağlayıcıyla imzalar.',
    }),
    objectStoreSecret: ({ name, namespace, bucket, endpoint }) => ({
      name: `Secret ${name}`,
      need: `${namespace} ad alanında; ${endpoint} adresindeki ${bucket} deposu için accessKeyId ve secretAccessKey değerleriyle.`,
    }),
    secret: ({ name, namespace, key, user, host }) => ({
      name: `Secret ${name}`,
      need: `${namespace} ad alanında: ${key} anahtarı, ${host} sunucusundaki ${user} kullanıcısının parolasını tutar.`,
    }),
    givenSecret: ({ name, component, key, namespace }) => ({
      name: `Gizli bilgi ${name}`,
      need: `${namespace ? `${namespace} ad alanında` : 'Secrets Manager’da'}: ${key ? `${namespace ? '' : 'JSON içindeki '}${key} anahtarı` : 'değerin tamamı'}, başkasının tuttuğu ve ${component} bileşeninin okuduğu değerdir.`,
    }),
    federationKey: ({ name, city, client, issuer, namespace, key }) => ({
      name: `Gizli bilgi ${name}`,
      need: `${namespace ? `${namespace} ad alanında: ${key} anahtarı` : 'Secrets Manager’da: değerin tamamı'}, ${issuer} üzerindeki ${client} istemcisinin ${city} tarafından verilen gizli bilgisidir.`,
    }),
    secretStore: ({ name, keys }) => ({
      name,
      need: `Şu anahtarların her birinde, parantez içindeki özellikle, bir değer tutar: ${keys.join(', ')}.`,
    }),
  },
  mechanisms: {
    MIM0: {
      name: 'Veriye erişim',
      about: 'Veri istemenin tek yolu: HTTPS, sayfalama, süzgeçler, abonelikler, hata iletileri.',
    },
    MIM1: {
      name: 'Verileri birbirine bağlama',
      about: 'Her şeyin bir kimliği vardır ve ait olduğu şeye bağlanır; hem bugün hem geçmişte: NGSI-LD.',
    },
    MIM2: { name: 'Verinin gösterimi', about: 'Veriler, yayımlanmış ve denetlenebilen modellere uyar.' },
    MIM3: {
      name: 'Veri alışverişi',
      about: 'Veriler; lisansı, yayımlayanı ve iletişim bilgisiyle bir katalogda bulunur.',
    },
    MIM4: {
      name: 'Kişisel veriler',
      about: 'Kişiler, kendileriyle ilgili verilerle ne yapıldığını görür ve buna karar verir.',
      why: 'Platform rıza kaydı tutmaz; veri modellerinin hiçbiri kişilerle ilgili değildir.',
    },
    MIM5: {
      name: 'Şeffaf yapay zekâ',
      about:
        'Kentin hangi algoritmaları ne için kullandığı ve kimin sorumlu olduğu herkese açık bir sicilde yazılıdır.',
      why: 'Platform hiçbir kararı algoritmayla vermez ve başka sistemlerin kullandıkları için bir sicil getirmez.',
    },
    MIM6: {
      name: 'Güvenlik',
      about: 'Kimin ne yapabileceği tek bir yerde kararlaştırılır, uygulanır ve kaydedilir.',
    },
    MIM7: {
      name: 'Mekânlar',
      about: 'Coğrafi veriler harita olarak sunulur ve başka kentlerin sistemlerince okunur: OGC API Features.',
    },
    MIM8: {
      name: 'Yerel dijital ikizler',
      about: 'Kentin modelleri ve benzetimleri tanımlanır ve diğer veriler gibi paylaşılır.',
      why: 'Göstergeler saklanabilir (KeyPerformanceIndicator); benzetimler ve tanımları platformun parçası değildir.',
    },
  },
  checks: {
    probe: 'Bir ölçüm aracıya, geçmişine ve portala ulaşır',
    '0.1': 'API tanımlıdır: yanıtları, örnekleri ve güvenliğiyle OpenAPI 3.1',
    '0.2': 'İstenen biçimde JSON, JSON-LD ve GeoJSON, olmayan biçimde 406 döner',
    '0.3': 'Bütün adresler https’tir, yöntemler standarttır ve CORS bildirildiği gibi yanıt verir',
    '0.4': 'Varlıklar ve veri kümeleri uydukları modele bağlantı verir',
    '0.5': 'limit, offset ve Link: rel=next ile tek bir sayfalama düzeni vardır',
    '0.6': 'q, attrs, georel ve timerel süzgeçleri doğru alt kümeyi döndürür',
    '0.7': 'Bir abonelik, güncellemeden sonra bildirim gönderir',
    '0.8': 'Hatalarda sorun belgesi, 429’da Retry-After, değişmemiş katalogda 304 döner',
    '0.9': '401 ve 403 sınırları MIM6’ya uyar',
    '1.1': 'Varlıklar oluşturulur, okunur, güncellenir ve silinir; toplu işlemler, /types ve /attributes yanıt verir',
    '1.2': 'Varlık kimlikleri URI’dir ve kiracı içinde tektir',
    '1.3': 'Bir varlık yalnızca kimliğiyle yeniden bulunur',
    '1.5': 'Her özniteliğin anlamı IRI’sinde veya @context’te okunur',
    '1.6': 'Her ilişkinin nesnesi, başka bir @context ile de çözülür',
    '1.7': 'Zamansal sorgu eklenen seriyi döndürür; bir kiracı başkasının varlıklarını göremez',
    '1.9': 'Tek bir sorgu federasyonun her kenti için yanıt verir, neyin eksik olduğunu söyler ve belirteç göstermez',
    '2.1': 'Aracıdaki türler, kayıttaki modellerin bir alt kümesidir',
    '2.2': 'Her modelin bir JSON Schema’sı, bir @context’i ve geçerli örnekleri vardır',
    '2.3': 'Varlıklar türlerinin şemasına uyar',
    '2.4': 'Hiçbir öznitelik varsayılan @context’e düşmez',
    '2.5': 'Yayımlanan her tür hangi modele uyduğunu söyler',
    '3.1': '/catalog.ttl ayrıştırılır ve DCAT-AP 3’e uyar; yayımlanan her türün bir veri kümesi vardır',
    '3.2': 'Her veri kümesinin lisansı, erişim hakları, yayımlayanı ve iletişim bilgisi vardır',
    '3.3': 'Kurallar ve kullanım koşulları okunabilir',
    '3.4': 'Kısıtlı bir veri kümesi listelenir ve yabancılara kapalıdır',
    '3.5': 'Portalın API’si her veri kümesi için yanıt verir',
    '4.1': 'Kişisel verilerin kullanımına rızanın tutulduğu yere ulaşılır veya böyle veri yoktur',
    '5.1': 'Kullanılan her algoritma herkese açık bir kayıttadır veya algoritma yoktur',
    '6.1': 'TLS 1.2 veya daha yenisi, geçerli bir zincir, https’e yönlendirme ve HSTS vardır',
    '6.2': 'Kimliği belirsiz yazmalar, yanlış roller ve bozuk belirteçler reddedilir',
    '6.3': 'OIDC keşfi yanıt verir; belirteçler imzalı ve kısa ömürlüdür; kodlar PKCE ister',
    '6.4': 'Aracıya, veritabanlarına ve yönetim arayüzlerine dışarıdan ulaşılamaz',
    '6.5': 'MQTT, TLS ve kimlik bilgisi ister',
    '6.6': 'Ağ varsayılan olarak kapalıdır, podlar kısıtlıdır veya depolar şifrelidir, varsayılan parola yoktur',
    '6.7': 'Denetim günlüğünde az önce reddedilen istek vardır',
    '6.8': 'En yeni yedek, söz verilen kayıp süresinden yenidir',
    '7.1': 'Yerler OGC API Features ile sunulur ve varlıklarına geri götürür',
    '8.1': 'Temel performans göstergeleri sorgulanabilir',
    '9.1': 'Analitik: yayımlanmış bir gereksinim yoktur',
    '10.1': 'Kaynaklar: yayımlanmış bir gereksinim yoktur',
  },
  prices: {
    'fargate-arm-cpu': 'Fargate, işlemci, ARM',
    'fargate-arm-memory': 'Fargate, bellek, ARM',
    'fargate-x86-cpu': 'Fargate, işlemci, x86',
    'fargate-x86-memory': 'Fargate, bellek, x86',
    'aurora-capacity': 'Aurora Serverless v2, kapasite',
    'aurora-storage': 'Aurora, depolama',
    'aurora-io': 'Aurora, okuma ve yazma',
    'kafka.t3.small': 'MSK, kafka.t3.small',
    'kafka.m7g.large': 'MSK, kafka.m7g.large',
    'kafka.m7g.xlarge': 'MSK, kafka.m7g.xlarge',
    'kafka.m7g.2xlarge': 'MSK, kafka.m7g.2xlarge',
    'kafka-storage': 'MSK, depolama',
    'cache.t4g.micro': 'ElastiCache, cache.t4g.micro',
    'cache.t4g.small': 'ElastiCache, cache.t4g.small',
    'cache.t4g.medium': 'ElastiCache, cache.t4g.medium',
    'cache.m7g.large': 'ElastiCache, cache.m7g.large',
    'cache.m7g.xlarge': 'ElastiCache, cache.m7g.xlarge',
    'cache.m7g.2xlarge': 'ElastiCache, cache.m7g.2xlarge',
    'eks-cluster': 'EKS kümesi',
    'eks-node': '2 işlemcili ve 8 GiB bellekli EKS düğümü',
    'eks-auto-node': 'Auto Mode ile, 2 işlemcili ve 8 GiB bellekli EKS düğümü',
    'files-storage': 'EFS, depolama',
    'balancer-http': 'HTTP yük dengeleyici',
    'balancer-http-load': 'HTTP yük dengeleyici, yük',
    'balancer-tcp': 'TCP yük dengeleyici',
    'public-address': 'Genel IPv4 adresi',
    'private-endpoint': 'Arayüz uç noktası',
    nat: 'NAT ağ geçidi',
    'nat-traffic': 'NAT ağ geçidi, trafik',
    firewall: 'WAF, erişim listesi',
    'firewall-rule': 'WAF, kural',
    'firewall-requests': 'WAF, istekler',
    'logs-written': 'CloudWatch günlükleri, yazılan',
    'logs-kept': 'CloudWatch günlükleri, saklanan',
    alarm: 'CloudWatch, alarm',
    metric: 'CloudWatch, metrik',
    'object-storage': 'S3, depolama',
    secret: 'Secrets Manager, gizli bilgi',
    key: 'KMS, anahtar',
    'private-zone': 'Route 53, özel bölge',
  },
  units: {
    hour: ['saat', 'saat'],
    'GB-hour': ['GB-saat', 'GB-saat'],
    'vCPU-hour': ['vCPU-saat', 'vCPU-saat'],
    'ACU-hour': ['ACU-saat', 'ACU-saat'],
    'LCU-hour': ['LCU-saat', 'LCU-saat'],
    'GB-month': ['GB-ay', 'GB-ay'],
    GB: ['GB', 'GB'],
    month: ['ay', 'ay'],
    million: ['milyon', 'milyon'],
  },
  phrases: {
    // Components and their parts.
    Gateway: 'Ağ geçidi',
    Identity: 'Kimlik yönetimi',
    'Data model registry': 'Veri modeli kaydı',
    'Context broker': 'Bağlam aracısı',
    'Open data portal': 'Açık veri portalı',
    'Features and history': 'Coğrafi nesneler ve geçmiş',
    Features: 'Coğrafi nesneler',
    Publisher: 'Yayımlayıcı',
    'Federated query': 'Birleşik sorgu',
    'Country catalogue': 'Ülke kataloğu',
    Monitoring: 'İzleme',
    Telemetry: 'Telemetri',
    'Two would read every number twice.': 'İkisi her sayıyı iki kez okurdu.',
    Verification: 'Doğrulama',
    'Two would ask everything twice, and show different reports.':
      'İkisi her şeyi iki kez sorar ve farklı raporlar gösterirdi.',
    'Device gateway': 'Cihaz geçidi',
    'Demo data': 'Deneme verisi',
    'Demo data comes in as from outside.': 'Deneme verisi dışarıdan gelir gibi içeri alınır.',
    'Two would take the credentials of the devices from each other.':
      'İkisi cihazların kimlik bilgilerini birbirinin elinden alırdı.',
    Dashboards: 'Gösterge panoları',
    'It keeps sessions in a file of its own: after a start, people are signed in anew by themselves.':
      'Oturumları kendi dosyasında tutar: yeniden başladığında kişilerin oturumu kendiliğinden yeniden açılır.',
    Database: 'Veritabanı',
    'Database setup': 'Veritabanı kurulumu',
    Edge: 'Giriş',
    Realm: 'Realm kurulumu',
    Registry: 'Kayıt',
    Site: 'Bağlam sitesi',
    Publish: 'Model yayımlama',
    Notifications: 'Bildirimler',
    Tenants: 'Kiracılar',
    'Tenant databases': 'Kiracı veritabanları',
    Triggers: 'Tetikleyiciler',
    'History retention': 'Geçmişi silme',
    Index: 'Dizin',
    Search: 'Arama',
    Setup: 'Kurulum',
    Files: 'Dosyalar',
    Catalogue: 'Katalog',
    'Mail password': 'Posta parolası',
    cache: 'önbellek',
    once: 'bir kez',
    volume: 'birim',
    'PostgreSQL with PostGIS': 'PostGIS eklentili PostgreSQL',
    // Measures that a platform goes without, and reasons.
    'more than one replica': 'birden çok kopya',
    'a health check': 'sağlık denetimi',
    'The image has its program alone, and nothing to ask it with; if it ends it is started again.':
      'İmajda yalnızca program vardır, durumunu soracak bir araç yoktur; program sonlanırsa yeniden başlatılır.',
    backups: 'yedekler',
    'a second factor for everyone': 'herkes için ikinci doğrulama adımı',
    'TLS on every database connection': 'her veritabanı bağlantısında TLS',
    'protection against deletion': 'silinmeye karşı koruma',
    'a way in from outside': 'dışarıdan giriş yolu',
    'MQTT from outside': 'dışarıdan MQTT',
    'tables made of uploaded files': 'yüklenen dosyalardan tablo oluşturma',
    'The stock image of CKAN has no loader: a file is served as it was uploaded, and the datastore holds what is put there by its API.':
      'CKAN’ın standart imajında yükleyici yoktur: dosya yüklendiği gibi sunulur, veri deposunda API’si ile konulanlar bulunur.',
    'It keeps what it has read in memory; two would measure everything twice.':
      'Okuduklarını bellekte tutar; iki tanesi her şeyi iki kez ölçerdi.',
    'It compares catalogues and portal; two would do everything twice.':
      'Katalogları portalla karşılaştırır; iki tanesi her şeyi iki kez yapardı.',
    'It compares broker and portal; two would do everything twice.':
      'Aracı ile portalı karşılaştırır; ikisi her şeyi iki kez yapardı.',
    'Its index lies on one disk; CKAN rebuilds it from the database.':
      'Dizini tek bir disktedir; CKAN onu veritabanından yeniden oluşturur.',
    'The server offers TLS, and libpq and pgjdbc take it by themselves. Scorpio opens the databases of its tenants without it, whatever its settings say, so TLS cannot be forced; security groups keep the connections between it and the server.':
      'Sunucu TLS sunar; libpq ve pgjdbc onu kendiliğinden kullanır. Scorpio, ayarları ne derse desin, kiracılarının veritabanlarını TLS’siz açar; bu yüzden TLS zorunlu kılınamaz. Güvenlik grupları bağlantıları Scorpio ile sunucu arasında tutar.',
    'The laptop profile is for trying things out and holds no data of record.':
      'laptop profili deneme içindir ve kayıt niteliğinde veri tutmaz.',
    'The laptop profile leaves it to each person.': 'laptop profili bunu her kişiye bırakır.',
    'The pilot profile leaves it to each person.': 'pilot profili bunu her kişiye bırakır.',
    'The city profile leaves it to each person.': 'city profili bunu her kişiye bırakır.',
    'An Ingress carries HTTP only.': 'Bir Ingress yalnızca HTTP taşır.',
    'Uplinks of LoRaWAN devices are fetched.': 'LoRaWAN cihazlarının iletileri alınır.',
    'The profile is made for a single zone.': 'Profil tek bir bölge için hazırlanmıştır.',
    'The password of bootstrap-admin, who makes the first administrator of Keycloak.':
      'Keycloak’un ilk yöneticisini oluşturan bootstrap-admin hesabının parolası.',
    'The password of admin, the first account of the portal.': 'Portalın ilk hesabı olan admin’in parolası.',
    'Lists them by name.': 'Adlarıyla listeler.',
    'In your secret store; in the namespace is a copy of each, a Secret of its own.':
      'Sizin gizli bilgi deponuzda; ad alanında her birinin bir kopyası, ayrı bir Secret olarak bulunur.',
    'A Job makes them in the namespace, each a Secret of its own. Keep a copy: what is lost here is lost.':
      'Bir Job onları ad alanında, her birini ayrı bir Secret olarak oluşturur. Bir kopyasını saklayın: burada kaybolan geri gelmez.',
    'citykit up makes them in the file .env beside compose.yaml, for its owner alone. Keep a copy. From that folder:':
      'citykit up onları compose.yaml dosyasının yanındaki .env dosyasında, yalnızca sahibinin okuyabileceği biçimde oluşturur. Bir kopyasını saklayın. O klasörde:',
    'CloudFormation has Secrets Manager make them; the description of each is its path in the platform.':
      'CloudFormation onları Secrets Manager’a oluşturtur; her birinin açıklaması platformdaki yoludur.',
    'Scorpio without an event bus keeps subscriptions in memory.':
      'Olay veri yolu olmayan Scorpio, abonelikleri bellekte tutar.',
    'every notification of a new or changed subscription': 'yeni veya değiştirilmiş bir aboneliğin her bildirimi',
    'Scorpio fails to read a subscription that was made or changed at another replica. Until its next start a replica tells nothing of a new one, and tells of a changed one as it was. Restart the broker after subscriptions change.':
      'Scorpio, başka bir kopyada oluşturulan veya değiştirilen bir aboneliği okuyamaz. Bir kopya, yeniden başlatılana dek yeni abonelik için bildirim göndermez, değiştirilmiş aboneliği ise eski hâliyle uygular. Abonelikler değiştikten sonra aracıyı yeniden başlatın.',
    // Ways out.
    'Subscribers are notified.': 'Abonelere bildirim gönderilir.',
    'Receiver of telemetry': 'Telemetriyi alan sistem',
    'Keycloak of the city': 'Kentin Keycloak’u',
    'Portal of the city': 'Kentin portalı',
    'Gateway of another city': 'Başka bir kentin ağ geçidi',
    'Identity of another city': 'Başka bir kentin kimlik yönetimi',
    'Portal of another city': 'Başka bir kentin portalı',
    // Gates.
    'Each object agrees with the API schema of its kind, operators’ kinds included; unknown fields are errors.':
      'Her nesne, operatörlerinkiler dahil, türünün API şemasına uyar; bilinmeyen alanlar hatadır.',
    'Objects agree with each other: selectors, ports, mounts and names lead to what exists.':
      'Nesneler birbirine uyar: seçiciler, portlar, bağlanan birimler ve adlar var olan şeylere çıkar.',
    'Policies in CEL: Pod Security restricted, requests and limits, probes, fixed image tags, no default secret.':
      'CEL ile yazılmış kurallar: Pod Security restricted, kaynak istekleri ve sınırları, yoklamalar, sabit imaj etiketleri, varsayılan parola yok.',
    'All requests together stay within the memory of the profile.':
      'Bütün kaynak istekleri birlikte profilin bellek sınırı içinde kalır.',
    'The template agrees with the schemas and rules of CloudFormation.':
      'Şablon, CloudFormation’ın şema ve kurallarına uyar.',
    'The AwsSolutions rules; each exception is recorded beside the template with its reason.':
      'AwsSolutions kuralları; her istisna, gerekçesiyle birlikte şablonun yanına kaydedilir.',
    // Commands.
    'Once. If it is there already it is somebody’s: choose another, or set existingNamespace.':
      'Bir kez. Ad alanı zaten varsa başkasınındır: başka bir ad seçin veya existingNamespace alanını kullanın.',
    'Hands everything to the cluster; again after each change of the spec.':
      'Her şeyi kümeye verir; tanım her değiştiğinde yeniden çalıştırılır.',
    'What programs are made of. Helm keeps a copy of all that it installs, which has no room for it.':
      'Programların dosyaları. Helm kurduğu her şeyin bir kopyasını tutar; bu kopyada onlara yer yoktur.',
    'Hands everything to the cluster; again after each change of the spec or of values.':
      'Her şeyi kümeye verir; tanım veya değerler her değiştiğinde yeniden çalıştırılır.',
    'Returns when every program is up.': 'Bütün programlar ayağa kalkınca biter.',
    'Once for each account and region.': 'Her hesap ve bölge için bir kez.',
    'Makes passwords and a certificate, starts everything and returns when it is up.':
      'Parolaları ve sertifikayı üretir, her şeyi başlatır ve ayağa kalkınca biter.',
    'The file agrees with the schema of the Compose Specification.': 'Dosya, Compose belirtiminin şemasına uyar.',
    'Networks, volumes, files and services that are named are there.':
      'Adı geçen ağlar, birimler, dosyalar ve hizmetler yerindedir.',
    'No root, no rights, a file system that is only read, limits, fixed image tags, no secret in the file, one way in.':
      'Kök kullanıcı ve ek yetki yoktur; dosya sistemi salt okunurdur; sınırlar ve sabit imaj etiketleri vardır; dosyada parola yoktur; giriş tektir.',
    'The memory limits of all services together stay within the profile.':
      'Bütün hizmetlerin bellek sınırları birlikte profilin sınırını aşmaz.',
    'Once, by whoever administers the cluster: lets the functions of the stack in.':
      'Bir kez, kümeyi yöneten tarafından: yığının işlevlerine yetki verir.',
    'Creates or updates the stack.': 'Yığını oluşturur veya günceller.',
    // Data models.
    'Car park': 'Otopark',
    'A place off the street where vehicles can be left, with its capacity and its free spaces.':
      'Araçların bırakılabildiği, yol dışındaki yer; kapasitesi ve boş yerleriyle.',
    'Parking space': 'Park yeri',
    'One space for one vehicle, watched by itself.': 'Tek araçlık, tek başına izlenen bir park yeri.',
    'Air quality': 'Hava kalitesi',
    'What was in the air at a place and a time.': 'Bir yerde ve zamanda havada bulunanlar.',
    Noise: 'Gürültü',
    'How loud it was at a place over a period.': 'Bir yerin belirli bir süredeki gürültü düzeyi.',
    'Traffic flow': 'Trafik akışı',
    'How many vehicles passed a place over a period, and how fast.':
      'Belirli bir sürede bir yerden kaç aracın hangi hızla geçtiği.',
    Weather: 'Hava durumu',
    'The weather at a place and a time.': 'Bir yerde ve zamanda hava durumu.',
    'Weather forecast': 'Hava tahmini',
    'The weather expected at a place over a period to come.': 'Bir yerde önümüzdeki süre için beklenen hava.',
    'Public transport stop': 'Toplu taşıma durağı',
    'A place where riders get on or off, as in `stops.txt` of GTFS.':
      'Yolcuların indiği veya bindiği yer; GTFS’deki `stops.txt` gibi.',
    'Public transport route': 'Toplu taşıma hattı',
    'A line that riders know by one name, as in `routes.txt` of GTFS.':
      'Yolcuların tek bir adla bildiği hat; GTFS’deki `routes.txt` gibi.',
    Vehicle: 'Araç',
    'A vehicle of the city or one that serves it, with its place and state.':
      'Kentin veya kente hizmet eden bir aracın yeri ve durumu.',
    'Waste container': 'Çöp konteyneri',
    'A container for waste, with how full it is and when it is emptied.':
      'Bir çöp konteyneri; doluluğu ve boşaltıldığı zamanlarla.',
    'Waste container isle': 'Çöp konteyneri alanı',
    'A place set apart for one or more waste containers.': 'Bir veya daha çok çöp konteyneri için ayrılmış yer.',
    'Point of interest': 'İlgi noktası',
    'A place that people look for: a museum, a beach, a market, a pharmacy.':
      'İnsanların aradığı bir yer: müze, plaj, pazar, eczane.',
    'Key performance indicator': 'Temel performans göstergesi',
    'A figure by which the city measures how it is doing.': 'Kentin ne durumda olduğunu ölçtüğü bir sayı.',
    Device: 'Cihaz',
    'A sensor, actuator or other device, with what it watches and how it is doing.':
      'Bir algılayıcı, eyleyici veya başka bir cihaz; neyi izlediği ve durumuyla.',
    'Street light': 'Sokak lambası',
    'A lamp that lights public space, with its state and what it uses.':
      'Kamusal alanı aydınlatan bir lamba; durumu ve tüketimiyle.',
    Building: 'Bina',
    'A building, what it is for and how many people it holds.': 'Bir bina; ne için kullanıldığı ve kaç kişi aldığıyla.',
  },
};
