import type { DnsPlace, PrerequisiteTexts } from '../prerequisite';

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

/** What has to be there first, in Turkish. */
export const turkishPrerequisites: PrerequisiteTexts = {
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
  apiServer: ({ networks, ports }) => ({
    name: 'API sunucusu',
    need: `NetworkPolicy kuralları, programların ona ${networks ? networks.join(', ') : 'her adreste'}, ${ports.join(' ya da ')} numaralı porttan ulaşmasına izin verir. Sizinkini kubectl get endpointslices --namespace default --selector kubernetes.io/service-name=kubernetes gösterir; başkaysa targets.kubernetes.apiServer alanına yazın.`,
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
  operator: ({ name, kinds, namespace, needsCertManager, watches }) => ({
    name,
    need: `Denetleyicisi ve CRD’leri${namespace ? `, ${namespace} ad alanında` : ''}; şu türler için: ${kinds.join(', ')}.${needsCertManager ? ' Kendi sertifikalarını cert-manager’dan alır.' : ''}${watches ? ` ${watches} ad alanını izler: kendiliğinden yalnızca kendi ad alanını izler.` : ''}`,
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
    need: `Ingress denetleyicisinin ${hosts.join(', ')} adları için kendi sertifikası vardır; yoksa targets.kubernetes.edge alanında bir ClusterIssuer ya da sertifikayı tutan bir Secret belirtin.`,
  }),
  tlsSecret: ({ name, namespace, hosts }) => ({
    name: `Secret ${name}`,
    need: `${namespace} ad alanında, kubernetes.io/tls türünde: ${hosts.join(', ')} adları için zinciriyle bir sertifika ve anahtarı. Birisi zamanında yeniler.`,
  }),
  clusterIssuer: ({ name }) => ({
    name: `ClusterIssuer ${name}`,
    need: 'Kümede cert-manager çalışır ve sertifikayı bu sağlayıcıyla imzalar.',
  }),
  objectStoreSecret: ({ name, namespace, bucket, endpoint }) => ({
    name: `Secret ${name}`,
    need: `${namespace} ad alanında; ${endpoint} adresindeki ${bucket} deposu için accessKeyId ve secretAccessKey değerleriyle.`,
  }),
  objectStoreAuthority: ({ name, namespace, key, endpoint }) => ({
    name: `Secret ${name}`,
    need: `${namespace} ad alanında: ${key} anahtarı, ${endpoint} adresinin sertifikasını imzalayan kurumun PEM biçimindeki sertifikalarını tutar.`,
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
};
