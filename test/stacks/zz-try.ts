import { App, Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { AwsTarget } from '/work/main/stacks/aws-target';
import { Cache, Edge, EventBus, Job, PostgresDatabase, PostgresServer, Secret, Service, Volume, text } from '/work/main/constructs/primitives';
import { Cpu, Duration, Size } from '/work/main/constructs/units';
import { images } from '/work/main/constructs/images';
const t0=Date.now();
const app = new App({ context: {'@aws-cdk/core:validateAgainstDefaultRules': true}, outdir: '/tmp/aws-out' });
if(!process.env.NONAG)Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
const stack = new Stack(app, 'izmir', { env: process.env.ENVY ? { account: '111122223333', region: 'eu-central-1'} : {} });
const size={cpu:Cpu.millis(500),memory:Size.mebibytes(900)};
const server=new PostgresServer(stack,'Database',{replicas:2,size,storage:Size.gibibytes(50),backups:{enabled:true,retention:Duration.days(14),schedule:'0 2 * * *'}});
const db=new PostgresDatabase(stack,'BrokerDatabase',{server,name:'ngb',extensions:['postgis'],createsDatabases:true});
const cache=new Cache(stack,'Cache',{size});
const bus=new EventBus(stack,'Bus',{replicas:3,size:{cpu:Cpu.millis(500),memory:Size.gibibytes(2)},storage:Size.gibibytes(100)});
const svcs:Service[]=[];
for(let i=0;i<Number(process.env.N??8);i++){
 svcs.push(new Service(stack,`Service${i}`,{image:images.ckan,size,replicas:{min:1,max:3},ports:{http:5000},probes:{ready:{http:'/x',port:5000},live:{tcp:5000},startsWithin:Duration.minutes(8)},
  env:{URL:text`postgresql://u:${db.password}@${db.host}:5432/ngb?x='a'`,REDIS:cache.url,B:bus.bootstrapServers,P:db.password, ...(i>0&&{UP:svcs[i-1]!.endpoint().url('/x')})},
  files:{'/etc/app/x.conf':text`host=${db.host} it's`, '/etc/app/sub/y':'y'}, scratch:[{path:'/tmp'},{path:'/seed',seeded:true}],
  volumes:{'/data':new Volume(stack,`Vol${i}`,{size:Size.gibibytes(5),writers:'many'})}}));
}
const gw=new Service(stack,'Gateway',{image:images.envoy,size,ports:{http:8080,ready:8081},waits:false,probes:{ready:{http:'/ready',port:8081},live:{tcp:8081}},args:['-c',text`${svcs[0]!.endpoint().host}`]});
new Edge(stack,'Edge',{target:gw.endpoint(),health:{path:'/ready',port:8081},domain:'izmir.example',hosts:['api.izmir.example','data.izmir.example']});
new Job(stack,'Nightly',{image:images.node,size,schedule:'0 3 * * 1-5',command:['node','x'],env:{A:new Secret(stack,'S').value}});
new AwsTarget(stack,{hostedZone:{id:'Z0123456789EXAMPLE',name:'izmir.example'},zones:3,alarmEmail:'it@izmir.example'}).render(stack);
console.log('render ms',Date.now()-t0);
try{const asm=app.synth();const t=asm.getStackByName('izmir').template; console.log('resources',Object.keys(t.Resources).length,'bytes',JSON.stringify(t).length)}catch(e){console.log(String(e).slice(0,1500))}
console.log('ms',Date.now()-t0, 'rss', process.memoryUsage().rss/1e6);
