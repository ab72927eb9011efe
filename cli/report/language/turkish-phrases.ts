import type { Translation } from './language';

/** What components, programs, targets and data models say of themselves, in Turkish, by the English text. */
export const turkishPhrases: Translation['phrases'] = {
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
  'Creates or updates the stack. The first time with --no-rollback: what is protected cannot be taken back.':
    'Yığını oluşturur veya günceller. İlk seferinde --no-rollback ile: korunan geri alınamaz.',
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
};
