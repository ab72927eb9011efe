import { bundled } from './bundled';
import { KubernetesProvider } from './kubernetes-provider';

// Pulumi's engine starts this, reads the port from the first line and calls the provider there until it ends it.
const { Server, ServerCredentials } = bundled('@grpc/grpc-js');
const server = new Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
server.addService(bundled('./proto/provider_grpc_pb').ResourceProviderService, new KubernetesProvider().handlers());
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error: Error | null, port: number) => {
  if (error) throw error;
  console.log(String(port));
});
